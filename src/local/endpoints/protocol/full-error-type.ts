import type { AwsServiceFacts } from '../../../spec/aws-services';

/** Errors of what stands in front of every service, which a service that names spaces does not model itself. */
const OF_THE_FRAME: readonly string[] = [
  ...['SerializationException', 'UnknownOperationException', 'AccessDeniedException', 'UnrecognizedClientException'],
  ...['MissingAuthenticationTokenException', 'InvalidSignatureException', 'IncompleteSignatureException'],
];

/** `__type` as services write it that put the space of a name before it; others, and what is the executor's own, have the name alone. */
export function fullErrorType(type: string, { errorNamespace }: AwsServiceFacts, isModelled: boolean): string {
  if (errorNamespace === undefined) return type;
  if (type === 'ValidationException') return `com.amazon.coral.validate#${type}`;
  if (isModelled) return `${errorNamespace}#${type}`;
  return OF_THE_FRAME.includes(type) ? `com.amazon.coral.service#${type}` : type;
}
