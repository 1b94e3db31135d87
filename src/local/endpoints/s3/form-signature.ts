import { createHmac, timingSafeEqual } from 'node:crypto';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Scope } from '../aws-request';
import { ALGORITHM, type Credentials, type Identity, signingKey } from '../sigv4';
import { fieldOf, missingField, type PostedForm } from './form';

/** Both versions of signatures sign the policy as it was sent; the earlier one is boto3's in `us-east-1`. */
const FIELDS = {
  v4: ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'],
  v2: ['AWSAccessKeyId', 'Signature'],
} as const;

/** Who a form says has signed it; undefined where it does not. */
export function formScope(form: PostedForm): Scope | undefined {
  const [accessKeyId = '', , region = '', service = ''] = fieldOf(form, 'x-amz-credential')?.split('/') ?? [];
  if (accessKeyId !== '' && region !== '' && service !== '') return { accessKeyId, region, service };
  const earlier = fieldOf(form, 'awsaccesskeyid');
  return earlier === undefined ? undefined : { accessKeyId: earlier, region: '', service: 's3' };
}

/** Why a form is not let in, as S3 says it; undefined when one of the known credentials has signed its policy. */
export function signatureRefusal(form: PostedForm, credentials: Credentials): AwsError | undefined {
  const version = isSigned(form, 'v4') ? 'v4' : isSigned(form, 'v2') ? 'v2' : undefined;
  if (!version) return awsError('AccessDenied', 403, 'Access Denied');
  const missing = ['Policy', ...FIELDS[version]].find((name) => fieldOf(form, name.toLowerCase()) === undefined);
  if (missing !== undefined) return missingField(missing);
  const flaw = version === 'v4' ? claimFlaw(form) : undefined;
  if (flaw) return flaw;

  const AWSAccessKeyId = formScope(form)?.accessKeyId ?? '';
  const identity = credentials(AWSAccessKeyId);
  if (!identity) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    return awsError('InvalidAccessKeyId', 403, message, { AWSAccessKeyId });
  }
  const token = fieldOf(form, 'x-amz-security-token');
  if ((token ?? '') !== (identity.sessionToken ?? '')) {
    return awsError('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.', { 'Token-0': token ?? '' });
  }
  const policy = fieldOf(form, 'policy') ?? '';
  const signature = fieldOf(form, version === 'v4' ? 'x-amz-signature' : 'signature') ?? '';
  if (same(signature, version === 'v4' ? signedV4(form, policy, identity) : signedV2(policy, identity))) return undefined;
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  return awsError('SignatureDoesNotMatch', 403, message, {
    AWSAccessKeyId,
    StringToSign: policy,
    SignatureProvided: signature,
    StringToSignBytes: (Buffer.from(policy).toString('hex').match(/../g) ?? []).join(' '),
  });
}

function isSigned(form: PostedForm, version: keyof typeof FIELDS): boolean {
  return FIELDS[version].some((name) => fieldOf(form, name.toLowerCase()) !== undefined);
}

function claimFlaw(form: PostedForm): AwsError | undefined {
  const [algorithm, credential, date] = FIELDS.v4.map((name) => fieldOf(form, name.toLowerCase()) ?? '');
  const refuse = (name: string, value: string | undefined, message: string) =>
    awsError('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value ?? '' });
  if (algorithm !== ALGORITHM) return refuse(FIELDS.v4[0], algorithm, `X-Amz-Algorithm only supports "${ALGORITHM}"`);
  if (!/^[^/]+\/\d{8}\/[^/]+\/s3\/aws4_request$/.test(credential ?? '')) {
    const expected = '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"';
    return refuse(FIELDS.v4[1], credential, `the Credential is mal-formed; expecting ${expected}.`);
  }
  if (/^\d{8}T\d{6}Z$/.test(date ?? '')) return undefined;
  return refuse(FIELDS.v4[2], date, 'X-Amz-Date must be formated via ISO8601 Long format');
}

function signedV4(form: PostedForm, policy: string, { secretAccessKey }: Identity): string {
  const [, ...scope] = fieldOf(form, 'x-amz-credential')?.split('/') ?? [];
  return createHmac('sha256', signingKey(secretAccessKey, scope)).update(policy).digest('hex');
}

function signedV2(policy: string, { secretAccessKey }: Identity): string {
  return createHmac('sha1', secretAccessKey).update(policy).digest('base64');
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
