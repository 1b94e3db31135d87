import { ALIAS_NAME, ALIAS_WEIGHT, LATEST, PUBLISHED_VERSION } from '../spec/alias-limits';
import type { App } from './app';
import type { Declaration } from './declaration';
import { ALIAS, FUNCTION, functionIn, VERSION } from './lambda-function';
import type { Part } from './part';
import { each, type Rule } from './rule';
import { sourceOf } from './source';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html';
const VERSION_PROPERTY = 'Properties.FunctionVersion';
const WEIGHTS_PROPERTY = 'Properties.RoutingConfig.AdditionalVersionWeights';
const WEIGHTS = ['RoutingConfig', 'AdditionalVersionWeights'];

function weightsOf(alias: Declaration): readonly Part[] {
  return alias.parts(...WEIGHTS);
}

/** The versions behind the alias as the template writes them: `FunctionVersion`, then those with weights. */
function versionsAsWritten(alias: Declaration): readonly (readonly [string, Part])[] {
  const { written } = alias;
  const weights = written.parts(...WEIGHTS).map((part) => [WEIGHTS_PROPERTY, part.part('FunctionVersion')] as const);
  return [[VERSION_PROPERTY, written.part('FunctionVersion')], ...weights];
}

/** Pairs of aliases of one function with the same name. */
function* sameNames(app: App): Generator<readonly [Declaration, Declaration]> {
  for (const fn of app.ofType(FUNCTION)) {
    const seen = new Map<string, Declaration>();
    for (const alias of app.aliasesOf(fn)) {
      const name = alias.isKnown('Name') ? alias.text('Name') : undefined;
      if (name === undefined) continue;
      const first = seen.get(name);
      if (first === undefined) seen.set(name, alias);
      else yield [alias, first];
    }
  }
}

export const ALIASES: readonly Rule[] = [
  {
    id: 'ALS-01',
    severity: 'error',
    title: 'An alias has a name that Lambda does not take',
    why: 'Lambda refuses the alias: only digits would be a version.',
    remedy: 'Use up to 128 letters, digits, - and _, and not only digits.',
    source: ALIAS_NAME.source,
    check: each(ALIAS, function* (alias) {
      const name = alias.text('Name');
      if (name === undefined) return;
      const [fits, isShort] = [ALIAS_NAME.pattern?.matches.test(name), name.length <= (ALIAS_NAME.max ?? name.length)];
      if (fits && isShort) return;
      const message = isShort ? `'${name}' must have ${ALIAS_NAME.pattern?.words}.` : `It has ${name.length} characters.`;
      yield { on: alias, property: 'Properties.Name', seenByCdk: fits ? 'F3033' : 'F3031', message };
    }),
  },
  {
    id: 'ALS-02',
    severity: 'error',
    title: 'Two aliases of a function have one name',
    why: 'Lambda refuses the second.',
    remedy: 'Give one of them another name.',
    source: ALIAS_NAME.source,
    check: each(sameNames, function* ([alias, first]) {
      yield { on: alias, property: 'Properties.Name', message: `${first.path} is called '${alias.text('Name')}', too.` };
    }),
  },
  {
    id: 'ALS-03',
    severity: 'error',
    title: 'An alias points to a version of another function',
    why: 'Only the number of the version is handed over: Lambda refuses it, or takes the version of that number of the function that the alias is for.',
    remedy: 'Take a version of the function that the alias is for.',
    source: ALIAS_NAME.source,
    also: ['ALS-04'],
    check: each(ALIAS, function* (alias, app) {
      const fn = functionIn(app, alias, 'FunctionName')?.fn;
      if (fn === undefined) return;
      for (const [property, written] of versionsAsWritten(alias)) {
        const version = sourceOf(app, alias, written);
        const other = version?.type === VERSION ? functionIn(app, version, 'FunctionName')?.fn : undefined;
        if (version === undefined || other === undefined || other === fn) continue;
        yield { on: alias, property, message: `${version.path} is a version of ${other.path}, not of ${fn.path}.` };
      }
    }),
  },
  {
    id: 'ALS-04',
    severity: 'error',
    title: 'An alias has more than one version beside its own',
    why: 'Lambda refuses it: an alias shares its traffic between two versions at most.',
    remedy: 'Keep one additional version.',
    source: SOURCE,
    check: each(ALIAS, function* (alias) {
      const count = weightsOf(alias).length;
      if (count > 1) yield { on: alias, property: WEIGHTS_PROPERTY, message: `It has ${count} additional versions.` };
    }),
  },
  {
    id: 'ALS-04-same',
    severity: 'error',
    title: 'An alias has its own version a second time, with a weight',
    why: 'Lambda refuses it.',
    remedy: 'Give the weight to another version, or take the weight away.',
    source: SOURCE,
    check: each(ALIAS, function* (alias) {
      const own = alias.text('FunctionVersion');
      // The number of a version that the app publishes is made up here: only what is written the same way is surely the same.
      const [[, ownAsWritten], ...weights] = versionsAsWritten(alias);
      const isSame = weights.some(([, weight]) => JSON.stringify(weight.value()) === JSON.stringify(ownAsWritten.value()));
      if (own === undefined || own === LATEST || !isSame) return;
      yield { on: alias, property: WEIGHTS_PROPERTY, message: `Version ${own} is its own, and has a weight.` };
    }),
  },
  {
    id: 'ALS-04-latest',
    severity: 'error',
    title: 'An alias shares its traffic with $LATEST',
    why: 'Lambda refuses it: only published versions can share an alias.',
    remedy: 'Publish versions, and point the alias to those: fn.currentVersion.',
    source: SOURCE,
    check: each(ALIAS, function* (alias) {
      const weights = weightsOf(alias);
      if (weights.length === 0) return;
      if (alias.isKnown('FunctionVersion') && alias.text('FunctionVersion') === LATEST) {
        yield { on: alias, property: VERSION_PROPERTY, message: 'Its own version is $LATEST, and another has a weight.' };
      }
      for (const weight of weights) {
        const version = weight.isKnown('FunctionVersion') ? weight.text('FunctionVersion') : undefined;
        if (version === undefined || PUBLISHED_VERSION.test(version)) continue;
        yield { on: alias, property: WEIGHTS_PROPERTY, message: `The additional version is '${version}', not a number.` };
      }
    }),
  },
  {
    id: 'ALS-04-weight',
    severity: 'error',
    title: 'The weight of a version is not between 0 and 1',
    why: 'Lambda refuses the alias.',
    remedy: 'Set the share of the additional version, as 0.1 for a tenth.',
    source: ALIAS_WEIGHT.source,
    also: ['ALS-12'],
    check: each(ALIAS, function* (alias) {
      for (const weight of weightsOf(alias)) {
        const share = weight.isKnown('FunctionWeight') ? weight.number('FunctionWeight') : undefined;
        if (share === undefined || (share >= ALIAS_WEIGHT.min && share <= ALIAS_WEIGHT.max)) continue;
        yield { on: alias, property: WEIGHTS_PROPERTY, message: `The weight is ${share}.` };
      }
    }),
  },
  {
    id: 'ALS-04-deployment',
    severity: 'warning',
    title: 'CodeDeploy shifts the traffic of an alias that has weights of its own',
    why: 'Both set the same weights: the deployment fails, or undoes what the template says.',
    remedy: 'Leave the weights to CodeDeploy, or take its deployment group away.',
    source: SOURCE,
    check: each(ALIAS, function* (alias) {
      if (alias.resource.updatePolicy === undefined || weightsOf(alias).length === 0) return;
      if (!JSON.stringify(alias.resource.updatePolicy).includes('CodeDeployLambdaAliasUpdate')) return;
      yield { on: alias, property: WEIGHTS_PROPERTY, message: 'It has weights, and an UpdatePolicy of CodeDeploy.' };
    }),
  },
  {
    id: 'ALS-10-weights',
    severity: 'warning',
    title: 'An alias with weights has provisioned concurrency',
    why: 'The environments are divided among both versions by their weights, and divided anew with every shift; CloudFormation may refuse it.',
    remedy: 'Provision concurrency when the shift is over, or leave the shift to CodeDeploy.',
    source: SOURCE,
    check: each(ALIAS, function* (alias) {
      if (!alias.has('ProvisionedConcurrencyConfig') || weightsOf(alias).length === 0) return;
      yield { on: alias, property: WEIGHTS_PROPERTY, seenByCdk: 'F3020', message: 'It has weights and provisioned concurrency.' };
    }),
  },
];
