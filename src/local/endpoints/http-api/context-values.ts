import type { ContextValues } from '../mapping/types';
import { requestV1 } from './event-v1';
import type { HttpCall } from './http-call';

/** What `$context` stands for in sources of identity and in mapped parameters. */
export function contextOf(call: HttpCall): ContextValues {
  return { ...requestV1(call).requestContext, routeKey: call.route.key } as ContextValues;
}
