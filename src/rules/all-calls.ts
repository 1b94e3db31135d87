import type { App } from './app';
import { appSyncCalls } from './appsync';
import { authorizerCalls } from './authorizers';
import type { Call } from './call';
import { cognitoCalls } from './cognito';
import { lexCalls } from './conversations';
import { eventRuleCalls } from './event-rules';
import { httpCalls, webSocketCalls } from './http-apis';
import { iotCalls } from './iot';
import { latticeCalls, loadBalancerCalls } from './load-balancing';
import { logCalls } from './log-subscriptions';
import { mailCalls } from './mail';
import { alarmCalls, codeCommitCalls, configCalls, rotationCalls } from './operations';
import { restCalls } from './rest-apis';
import { s3Calls } from './s3-notifications';
import { snsCalls } from './sns';

const ALL: readonly ((app: App) => Iterable<Call>)[] = [
  alarmCalls,
  appSyncCalls,
  authorizerCalls,
  codeCommitCalls,
  cognitoCalls,
  configCalls,
  eventRuleCalls,
  httpCalls,
  iotCalls,
  latticeCalls,
  lexCalls,
  loadBalancerCalls,
  logCalls,
  mailCalls,
  restCalls,
  rotationCalls,
  s3Calls,
  snsCalls,
  webSocketCalls,
];

/** Every call that functions' policies have to allow. */
export function allCalls(app: App): readonly Call[] {
  return app.once('calls', () => ALL.flatMap((calls) => [...calls(app)]));
}
