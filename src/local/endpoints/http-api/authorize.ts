import type { Clock } from '../../time/clock';
import type { JwtKeys } from '../jwt/jwt-keys';
import type { Credentials } from '../sigv4';
import { type Authorization, failed } from './authorization';
import type { HttpCall } from './http-call';
import { checkSignature } from './iam-authorization';
import { checkToken } from './jwt-authorizer';
import { type AskingOptions, askFunction } from './lambda-authorizer';

export interface AuthorizingOptions extends AskingOptions {
  /** Who may sign for routes of type AWS_IAM. */
  readonly credentials: Credentials;
  /** What clients date their signatures by: the real time, also where `clock` is virtual. */
  readonly signingClock: Pick<Clock, 'now'>;
  /** Who may sign tokens. */
  readonly keys: JwtKeys;
}

/** Asks whoever has to let the request in; undefined where nobody has to. */
export function authorize(call: HttpCall, options: AuthorizingOptions): Authorization | Promise<Authorization> | undefined {
  const { authorization, authorizer } = call.route;
  if (authorization === 'NONE') return undefined;
  if (authorization === 'AWS_IAM') return checkSignature(call, options.credentials, options.signingClock.now());
  if (authorizer === undefined) return failed(authorization, 'it is not one of the API');
  if (authorizer.type === 'JWT') return checkToken(call, authorizer, options.keys, options.clock.now());
  return askFunction(call, authorizer, options);
}
