import type { App } from './app';
import type { Declaration } from './declaration';
import type { Part } from './part';
import { type Answer, evaluate, type Statement, statementsIn } from './policy-statements';

/** Where the policies of resources stand: the types, the list of what they are for, the document. */
const POLICIES: readonly {
  readonly of: string;
  readonly type: string;
  readonly targets: string;
  readonly document: string;
}[] = [
  { of: 'AWS::SQS::Queue', type: 'AWS::SQS::QueuePolicy', targets: 'Queues', document: 'PolicyDocument' },
  { of: 'AWS::SQS::Queue', type: 'AWS::SQS::QueueInlinePolicy', targets: 'Queue', document: 'PolicyDocument' },
  { of: 'AWS::SNS::Topic', type: 'AWS::SNS::TopicPolicy', targets: 'Topics', document: 'PolicyDocument' },
  { of: 'AWS::SNS::Topic', type: 'AWS::SNS::TopicInlinePolicy', targets: 'TopicArn', document: 'PolicyDocument' },
  { of: 'AWS::S3::Bucket', type: 'AWS::S3::BucketPolicy', targets: 'Bucket', document: 'PolicyDocument' },
  { of: 'AWS::Events::EventBus', type: 'AWS::Events::EventBusPolicy', targets: 'EventBusName', document: 'Statement' },
];

/** Keys have their policy in themselves. */
const KEY = 'AWS::KMS::Key';
const TYPES = [...new Set(POLICIES.map(({ of }) => of)), KEY];

/** Services whose resources cannot have a policy, of those that Lambda calls with the role of a function. */
const WITHOUT_POLICIES = /^(ec2|logs|xray|elasticfilesystem):/;

/** Whether the policy of the resource lets a role do what the role's own policies do not. */
export function resourcePolicyAllows(app: App, role: Declaration, action: string, arn: string): Answer {
  if (arn === '*' || WITHOUT_POLICIES.test(action)) return 'no';
  // What is below a bucket is told by the bucket's policy.
  const resource = app.named(arn, ...TYPES) ?? app.named(arn.replace(/\/.*$/, ''), 'AWS::S3::Bucket');
  if (resource === undefined) return isFunctionWithoutGuests(app, role, arn) ? 'no' : 'unknown';
  const documents = resource.type === KEY ? [statementsIn(resource.part('KeyPolicy'))] : (documentsOf(app).get(resource) ?? []);
  const answers = documents.map((statements) => {
    if (statements === undefined) return 'unknown';
    const about = statements.map((each) => ofPrincipal(each, role)).filter((each) => each !== undefined);
    // The policy of a key is about that key only.
    return evaluate(resource.type === KEY ? about.map((each) => ({ ...each, resources: ['*'] })) : about, true, action, arn);
  });
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no';
}

/** A function of the app that no permission opens to roles. */
function isFunctionWithoutGuests(app: App, role: Declaration, arn: string): boolean {
  const fn = app.functionNamed(arn, role)?.fn;
  return fn !== undefined && !app.once('functions open to roles', () => functionsOpenToRoles(app)).has(fn);
}

function functionsOpenToRoles(app: App): ReadonlySet<Declaration> {
  const found = new Set<Declaration>();
  for (const permission of app.ofType('AWS::Lambda::Permission')) {
    if (!permission.isKnown('FunctionName')) continue;
    const principal = permission.isKnown('Principal') ? permission.text('Principal') : undefined;
    const fn = app.functionNamed(permission.text('FunctionName'), permission)?.fn;
    if (fn !== undefined && (principal === undefined || principal === '*' || principal.includes(':role/'))) found.add(fn);
  }
  return found;
}

/** The statement when it speaks of the role; less sure when it is not told whether. */
function ofPrincipal(each: Statement, role: Declaration): Statement | undefined {
  const { principals } = each;
  if (principals === undefined) return { ...each, isPlain: false };
  if (!principals.isKnown()) return { ...each, isPlain: false };
  const named = typeof principals.value() === 'string' ? [principals] : membersOf(principals, 'AWS');
  if (named.some((one) => !one.isKnown())) return { ...each, isPlain: false };
  const names = named.flatMap((one) => one.text() ?? []);
  if (names.includes('*') || (role.arn !== undefined && names.includes(role.arn))) return each;
  // The root of an account stands for what the account's own policies allow, so it adds nothing.
  return undefined;
}

function membersOf(principals: Part, kind: string): readonly Part[] {
  if (!principals.has(kind)) return [];
  return principals.isKnown(kind) ? principals.parts(kind) : [principals.part(kind)];
}

function documentsOf(app: App): ReadonlyMap<Declaration, readonly (readonly Statement[] | undefined)[]> {
  return app.once('policies of resources', () => {
    const found = new Map<Declaration, (readonly Statement[] | undefined)[]>();
    for (const { of, type, targets, document } of POLICIES) {
      for (const policy of app.ofType(type)) {
        const statements =
          document === 'Statement' && !policy.has('Statement')
            ? undefined
            : statementsIn(document === 'Statement' ? policy : policy.part(document));
        for (const target of policy.isKnown(targets) ? policy.parts(targets) : []) {
          const resource = target.isKnown() ? app.named(target.text(), of) : undefined;
          if (resource !== undefined) found.set(resource, [...(found.get(resource) ?? []), statements]);
        }
      }
    }
    return found;
  });
}
