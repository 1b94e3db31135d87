import type { App } from './app';
import type { Declaration } from './declaration';
import { roleOf } from './lambda-function';
import type { Part } from './part';
import { matches } from './policy-statements';
import { statementsOf } from './role-statements';
import { each, type Rule } from './rule';
import { speakingOf } from './statement-index';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html';

/** What S3 calls the making of objects. */
const CREATED = /^s3:ObjectCreated:/;

/** Something that hands its contents to a function, and that the function may write to. */
interface Loop {
  readonly fn: Declaration;
  readonly through: Declaration;
}

/** What invokes functions of the app with what is written to it, and the action that writes. */
function* sources(app: App): Generator<Loop & { readonly action: string }> {
  for (const mapping of app.ofType('AWS::Lambda::EventSourceMapping')) {
    // A filter may leave out what the function writes itself.
    if (mapping.has('FilterCriteria')) continue;
    yield* sourceOf(app, mapping, 'EventSourceArn', 'AWS::SQS::Queue', mapping.part('FunctionName'), 'sqs:SendMessage');
  }
  for (const subscription of app.ofType('AWS::SNS::Subscription')) {
    if (subscription.has('FilterPolicy')) continue;
    yield* sourceOf(app, subscription, 'TopicArn', 'AWS::SNS::Topic', subscription.part('Endpoint'), 'sns:Publish');
  }
  for (const notifications of app.ofType('Custom::S3BucketNotifications')) {
    const path = ['NotificationConfiguration', 'LambdaFunctionConfigurations'];
    for (const each of notifications.isKnown(...path) ? notifications.parts(...path) : []) {
      if (!each.isKnown('Events') || each.has('Filter') || !each.texts('Events').some((event) => CREATED.test(event))) continue;
      yield* sourceOf(app, notifications, 'BucketName', 'AWS::S3::Bucket', each.part('LambdaFunctionArn'), 's3:PutObject');
    }
  }
}

function* sourceOf(app: App, from: Declaration, property: string, type: string, target: Part, action: string) {
  const through = from.isKnown(property) ? app.named(from.text(property), type) : undefined;
  const fn = target.isKnown() ? app.functionNamed(target.text(), from)?.fn : undefined;
  if (through !== undefined && fn !== undefined) yield { fn, through, action };
}

/** Whether a policy of the role lets it write there by name; what is allowed everywhere is not meant for this. */
function mayWrite(app: App, fn: Declaration, { arn }: Declaration, action: string): boolean {
  const role = app.named(roleOf(fn), 'AWS::IAM::Role');
  if (role === undefined || arn === undefined) return false;
  const resource = action.startsWith('s3:') ? `${arn}/x` : arn;
  return speakingOf(statementsOf(app, role).statements, action, resource).some((statement) => {
    const named = { ...statement, resources: statement.resources.filter((pattern) => pattern.startsWith(arn)) };
    return statement.effect === 'Allow' && statement.isPlain && matches(named, action, resource) === 'yes';
  });
}

function* loops(app: App): Generator<Loop> {
  for (const { fn, through, action } of sources(app)) {
    if (mayWrite(app, fn, through, action)) yield { fn, through };
  }
}

const isAllowed = (fn: Declaration) => fn.text('RecursiveLoop') === 'Allow';

export const RECURSION: readonly Rule[] = [
  {
    id: 'FN-72',
    severity: 'warning',
    title: 'A function may write to what invokes it, and nothing stops the loop',
    why: 'RecursiveLoop is Allow: a function that writes for every event it gets runs for ever, and is paid for.',
    remedy:
      'Make sure that the handler stops writing, and acknowledge this; or leave RecursiveLoop at Terminate, which stops after 16 rounds.',
    source: SOURCE,
    check: each(loops, function* ({ fn, through }) {
      if (isAllowed(fn))
        yield {
          on: fn,
          property: 'Properties.RecursiveLoop',
          message: `${through.path} invokes it, and its role may write there.`,
        };
    }),
  },
];
