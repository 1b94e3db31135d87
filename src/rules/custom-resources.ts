import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import { CUSTOM_RESOURCE_SECONDS } from '../spec/push-sources';
import type { App } from './app';
import { targetIn } from './call';
import type { Declaration } from './declaration';
import { each, type Rule } from './rule';

const SOURCE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html';

function customResources(app: App): readonly Declaration[] {
  return [
    ...app.ofType('AWS::CloudFormation::CustomResource'),
    ...app.ofType(...app.types.filter((type) => type.startsWith('Custom::'))),
  ];
}

export const CUSTOM_RESOURCES: readonly Rule[] = [
  {
    id: 'CFN-01',
    severity: 'error',
    title: 'A custom resource names a function of another Region',
    why: 'CloudFormation refuses it: the function must be in the Region of the stack.',
    remedy: 'Put the function into the Region of the stack.',
    source: SOURCE,
    check: each(customResources, function* (on, app) {
      const fn = targetIn(app, on, on.part('ServiceToken'))?.fn;
      if (fn?.region === undefined || on.region === undefined || fn.region === on.region) return;
      yield { on, property: 'Properties.ServiceToken', message: `The stack is in ${on.region}, ${fn.path} is in ${fn.region}.` };
    }),
  },
  {
    id: 'CFN-01-timeout',
    severity: 'error',
    title: 'CloudFormation is to wait for a custom resource for longer than it can',
    why: 'CloudFormation refuses the template.',
    remedy: `Set ServiceTimeout to ${CUSTOM_RESOURCE_SECONDS.min} to ${CUSTOM_RESOURCE_SECONDS.max} seconds.`,
    source: SOURCE,
    check: each(customResources, function* (on) {
      const seconds = on.number('ServiceTimeout');
      const { min, max } = CUSTOM_RESOURCE_SECONDS;
      if (seconds === undefined || (seconds >= min && seconds <= max)) return;
      yield {
        on,
        property: 'Properties.ServiceTimeout',
        message: `ServiceTimeout is ${seconds} s, it can be ${min} to ${max} s.`,
      };
    }),
  },
  {
    id: 'CFN-06',
    severity: 'warning',
    judgedBy: ['cdk-lambda-kit:SERVICE_TIMEOUT_SHORT'],
    title: 'CloudFormation waits for a custom resource for less time than its function may run',
    why: 'The deployment fails and is rolled back while the function still works, and its answer comes too late.',
    remedy: 'Raise ServiceTimeout above the timeout of the function, or lower the timeout.',
    source: SOURCE,
    check: each(customResources, function* (on, app) {
      const seconds = on.number('ServiceTimeout') ?? CUSTOM_RESOURCE_SECONDS.default;
      const fn = targetIn(app, on, on.part('ServiceToken'))?.fn;
      const timeout = fn?.number('Timeout') ?? FUNCTION_DEFAULTS.timeoutSeconds;
      if (fn === undefined || timeout <= seconds) return;
      const message = `CloudFormation waits for ${seconds} s, but ${fn.path} may run for ${timeout} s.`;
      yield { on, property: 'Properties.ServiceTimeout', message };
    }),
  },
];
