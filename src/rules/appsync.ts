import { CALLER_WAITS } from '../spec/caller-waits';
import { APPSYNC_BATCH } from '../spec/push-sources';
import type { App } from './app';
import { callTo, collected } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { knownParts } from './known';
import type { Part } from './part';
import { type RoleCall, roleCall, roleRule } from './role-rules';
import { each, type Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const GUIDE = 'https://docs.aws.amazon.com/appsync/latest/devguide';
const AUTHORIZATION = `${GUIDE}/security-authz.html`;

function* authorizers(app: App): Generator<{ readonly on: Declaration; readonly arn: Part }> {
  for (const on of app.ofType('AWS::AppSync::GraphQLApi')) {
    for (const part of [on, ...knownParts(on, 'AdditionalAuthenticationProviders')]) {
      yield { on, arn: part.part('LambdaAuthorizerConfig', 'AuthorizerUri') };
    }
  }
  for (const on of app.ofType('AWS::AppSync::Api')) {
    for (const part of knownParts(on, 'EventConfig', 'AuthProviders')) {
      yield { on, arn: part.part('LambdaAuthorizerConfig', 'AuthorizerUri') };
    }
  }
}

export const appSyncCalls = collected('appSync', function* (app) {
  for (const { on, arn } of authorizers(app)) {
    const call = callTo(app, on, arn, 'appsync', [on.arn]);
    if (call !== undefined) yield { ...call, caller: on.path };
  }
});

function* waits(app: App): Generator<Wait> {
  for (const { target, on } of appSyncCalls(app)) yield { target, seconds: CALLER_WAITS.appSyncAuthorizer, caller: on.path };
}

function* dataSources(app: App): Generator<RoleCall> {
  for (const on of app.ofType('AWS::AppSync::DataSource')) {
    const call = roleCall(app, on, on.part('LambdaConfig', 'LambdaFunctionArn'), on.part('ServiceRoleArn'), 'appsync');
    if (call !== undefined) yield call;
  }
}

export const APPSYNC: readonly Rule[] = [
  permissionRule({
    id: 'APS-01',
    title: 'AppSync may not invoke the function that authorizes its requests',
    why: 'Every request is refused.',
    source: AUTHORIZATION,
    calls: appSyncCalls,
  }),
  roleRule({
    id: 'APS-01-role',
    title: 'The role of a data source does not let it invoke its function',
    why: 'Every field of this data source is answered with an error.',
    source: `${GUIDE}/security_iam_service-with-iam.html`,
    calls: dataSources,
  }),
  {
    id: 'APS-03',
    severity: 'error',
    title: 'A resolver hands more at once to a function than AppSync can',
    why: 'AppSync refuses the resolver.',
    remedy: `Set MaxBatchSize to ${APPSYNC_BATCH.min} to ${APPSYNC_BATCH.max}.`,
    source: 'https://docs.aws.amazon.com/appsync/latest/APIReference/API_Resolver.html',
    also: ['VAL-29'],
    check: each(['AWS::AppSync::Resolver', 'AWS::AppSync::FunctionConfiguration'], function* (on) {
      const size = on.number('MaxBatchSize');
      const { min, max } = APPSYNC_BATCH;
      if (size === undefined || (size >= min && size <= max)) return;
      yield {
        on,
        property: 'Properties.MaxBatchSize',
        message: `MaxBatchSize is ${size}, it can be ${min} to ${max}.`,
        seenByCdk: 'F3034',
      };
    }),
  },
  waitRule({
    id: 'APS-04',
    severity: 'warning',
    title: 'A function may run for longer than AppSync waits for it to authorize',
    why: 'The request is refused while the function still runs.',
    source: AUTHORIZATION,
    also: ['VAL-28'],
    waits,
  }),
];
