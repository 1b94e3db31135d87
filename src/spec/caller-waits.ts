/** How many seconds services wait for a function's answer; each can be lower where a resource says so. */
export const CALLER_WAITS = {
  /** APR-03: can be raised by a quota, and then the integration says so. */
  restApi: 29,
  /** APH-01 */
  httpApi: 30,
  /** APW-02 */
  webSocketApi: 29,
  /** AUT-01 */
  httpAuthorizer: 10,
  /** APS-04 */
  appSyncAuthorizer: 10,
  /** COG-03 */
  cognito: 5,
  /** SES-01, when mail waits for the answer */
  ses: 30,
  /** LEX-01 */
  lex: 30,
  /** ALX-02 */
  alexa: 8,
  /** IOT-05 */
  provisioningHook: 5,
  /** FHS-03 */
  firehose: 300,
  /** PIP-02: the whole execution of a pipe */
  pipe: 300,
} as const;
