/** What follows the last hyphen of a name that CloudFormation makes. */
const TAIL = 'abcdefghijkl';

/**
 * The name of a resource that is given none: STACK-LOGICALID-RANDOM. Where that is too long for the service, stack and logical id
 * share the room, and each takes what the other leaves.
 *
 * CloudFormation documents the three parts only; how they are cut is inferred from names that it has made.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
export function generatedName(stackName: string, logicalId: string, maxLength: number): string {
  const room = maxLength - TAIL.length - 2;
  const half = Math.ceil(room / 2);
  const ofStack = Math.max(half, room - logicalId.length);
  const stack = stackName.slice(0, ofStack);
  return `${stack}-${logicalId.slice(0, room - stack.length)}-${TAIL}`;
}

/**
 * So many characters of the stack's name begin every name that CloudFormation makes, also where both parts are long: at most half of
 * the room that a name of 64 has, and a few less, because the way of cutting is not documented.
 */
export const SURE_OF_STACK_NAME = 20;

/** The longest statement id of a resource policy (IAM-04). */
export const STATEMENT_ID_LENGTH = 100;
