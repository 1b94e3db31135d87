/** The longest `X-Amz-Client-Context`, in characters of base64 (INV-01, service model). */
export const CLIENT_CONTEXT_CHARACTERS = 3_583;

/** The most a request line and its headers take together, in bytes: 1 MB (INV-25, DG:gettingstarted-limits). */
export const REQUEST_HEAD_BYTES = 1_048_576;

/** In the order in which Lambda's validator prints them (ERR-03, service model). */
export const INVOCATION_TYPES = ['Event', 'RequestResponse', 'DryRun'] as const;

/** Of InvokeWithResponseStream, in the order of the service model (INV-02). */
export const STREAMED_INVOCATION_TYPES = ['RequestResponse', 'DryRun'] as const;

/** In the order in which Lambda's validator prints them (ERR-03, service model). */
export const LOG_TYPES = ['None', 'Tail'] as const;

/** Errors whose text stands in `Message`; all others of Lambda say `message` (ERR-02, service model). */
export const ERRORS_WITH_CAPITAL_MESSAGE: readonly RegExp[] = [
  /^(ResourceNotFound|Service|AccessDenied|RecursiveInvocation|RequestEntityTooLarge|ServiceQuotaExceeded|ResourceInUse)Exception$/,
  /^(EC2|ENI|KMS|EFS|S3Files|SnapStart)/,
  /^Invalid(SubnetID|SecurityGroupID|CodeSignature|Runtime|ZipFile)Exception$/,
  /^(SubnetIPAddressLimitReached|CodeVerificationFailed|CodeSigningConfigNotFound|NoPublishedVersion|PublicPolicy)Exception$/,
  /^(CallbackTimeout|DurableExecutionAlreadyStarted)Exception$/,
];

/**
 * Errors of what stands before Lambda: no shapes of its model, which alone carry `Type` (ERR-01). Recorded of AccessDenied (URL-30)
 * and RequestEntityTooLarge.
 */
export const ERRORS_WITHOUT_TYPE: readonly string[] = [
  'ValidationException',
  'AccessDeniedException',
  'InvalidSignatureException',
  'IncompleteSignatureException',
  'UnrecognizedClientException',
  'MissingAuthenticationTokenException',
  'RequestEntityTooLargeException',
];
