import { DESCRIPTION, TAGS } from '../spec/function-limits';
import { FUNCTION_NAME } from '../spec/function-name';
import { FUNCTION_REFERENCE_IN_SETTINGS_MAX } from '../spec/function-reference';
import type { App } from './app';
import type { Declaration } from './declaration';
import { ALIAS, environmentOf, FUNCTION, VERSION } from './lambda-function';
import { each, type Rule } from './rule';

/** Settings that hang on a function, with the property that names it. */
const REFERRERS: Readonly<Record<string, string>> = {
  'AWS::Lambda::EventSourceMapping': 'FunctionName',
  'AWS::Lambda::Permission': 'FunctionName',
  'AWS::Lambda::Url': 'TargetFunctionArn',
  'AWS::Lambda::EventInvokeConfig': 'FunctionName',
  [ALIAS]: 'FunctionName',
  [VERSION]: 'FunctionName',
};

/** Resources with a name of their own that are surely made in one account and Region under the same name. */
export function sameNames(app: App, type: string, property: string): readonly (readonly [Declaration, Declaration, string])[] {
  const byName = new Map<string, Declaration[]>();
  for (const one of app.ofType(type)) {
    if (!one.isKnown(property)) continue;
    const key = `${environmentOf(one)} ${one.text(property)}`;
    const others = byName.get(key);
    if (others === undefined) byName.set(key, [one]);
    else others.push(one);
  }
  return [...byName.values()].flatMap((all) =>
    all.flatMap((one, i) => {
      const first = all.slice(0, i).find((other) => one.isBeside(other));
      return first === undefined ? [] : [[one, first, one.text(property) ?? ''] as const];
    }),
  );
}

export const FUNCTION_NAMES: readonly Rule[] = [
  {
    id: 'FN-01',
    severity: 'error',
    title: 'A function has a name that Lambda does not take',
    why: 'Lambda refuses the function.',
    remedy: 'Use up to 64 letters, digits, - and _; or give no name, and CloudFormation makes one.',
    source: FUNCTION_NAME.source,
    check: each(FUNCTION, function* (fn) {
      const name = fn.text('FunctionName');
      if (name === undefined || name.startsWith('arn:')) return;
      if (FUNCTION_NAME.pattern?.matches.test(name) && name.length <= (FUNCTION_NAME.max ?? name.length)) return;
      const message = `'${name}' has ${name.length} characters, or others than letters, digits, - and _.`;
      yield { on: fn, property: 'Properties.FunctionName', seenByCdk: 'F3031', message };
    }),
  },
  {
    id: 'FN-02',
    severity: 'error',
    title: 'A function and its qualifier make a name that is too long',
    why: 'Lambda refuses what names a function by more than 140 characters, the ARN and the alias or version included.',
    remedy: 'Give the function or the alias a shorter name.',
    source: FUNCTION_NAME.source,
    check: each(Object.keys(REFERRERS), function* (referrer, app) {
      const property = REFERRERS[referrer.type] ?? '';
      const name = referrer.text(property) ?? '';
      // What CloudFormation will call a function nobody knows.
      const fn = app.functionNamed(name, referrer)?.fn;
      if (name.length <= FUNCTION_REFERENCE_IN_SETTINGS_MAX || (fn !== undefined && !fn.has('FunctionName'))) return;
      yield { on: referrer, property: `Properties.${property}`, message: `${name} has ${name.length} characters.` };
    }),
  },
  {
    id: 'FN-11',
    severity: 'error',
    title: 'The description of a function is too long',
    why: 'Lambda refuses the function.',
    remedy: 'Use up to 256 characters.',
    source: DESCRIPTION.source,
    check: each(FUNCTION, function* (fn) {
      const length = fn.text('Description')?.length ?? 0;
      if (length <= (DESCRIPTION.max ?? length)) return;
      yield { on: fn, property: 'Properties.Description', seenByCdk: 'F3033', message: `It has ${length} characters.` };
    }),
  },
  {
    id: 'FN-18',
    severity: 'error',
    title: 'A function has more than 50 tags',
    why: 'Lambda refuses the function.',
    remedy: 'Leave some of them out; those of the stack and of the app count as well.',
    source: TAGS.source,
    check: each(FUNCTION, function* (fn) {
      const count = fn.parts('Tags').length;
      if (count > TAGS.max) yield { on: fn, property: 'Properties.Tags', message: `It has ${count} tags.` };
    }),
  },
  {
    id: 'FN-06',
    severity: 'error',
    title: 'Two functions have one name',
    why: 'Lambda refuses the second: names are unique in an account and Region.',
    remedy: 'Give one of them another name; or none, and CloudFormation makes one.',
    source: FUNCTION_NAME.source,
    check: each(
      (app) => sameNames(app, FUNCTION, 'FunctionName'),
      function* ([one, first, name]) {
        const isInOneTemplate = one.address.stack === first.address.stack;
        const message = `${first.path} is called '${name}', too.`;
        yield { on: one, property: 'Properties.FunctionName', ...(isInOneTemplate && { seenByCdk: 'E3019' }), message };
      },
    ),
  },
];
