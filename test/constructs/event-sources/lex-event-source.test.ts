import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lex from 'aws-cdk-lib/aws-lex';
import { LexEventSource } from '../../../src/constructs/event-sources/lex-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

const ALIAS_ARN = 'arn:aws:lex:us-east-1:111111111111:bot-alias/BOT/ALIAS';

function botAliasIn(stack: Stack, botAliasLocaleSettings?: lex.CfnBotAliasProps['botAliasLocaleSettings']): lex.CfnBotAlias {
  return new lex.CfnBotAlias(stack, 'Bot', { botId: 'BOT', botAliasName: 'live', botAliasLocaleSettings });
}

function localesOf(stack: Stack): unknown {
  return propertiesOf(stack, 'AWS::Lex::BotAlias')[0]?.BotAliasLocaleSettings;
}

function hook(lambdaArn: unknown) {
  return { LambdaCodeHook: { CodeHookInterfaceVersion: '1.0', LambdaArn: lambdaArn } };
}

test('an alias of a bot needs the function as its code hook, and a permission for that alias of this account (LEX-01)', () => {
  const { stack, ship } = shipIn();
  ship.addEventSource(LexEventSource.botAlias(botAliasIn(stack), 'en_US'));
  const { arn } = names(stack, ship);

  expect(localesOf(stack)).toEqual([
    { LocaleId: 'en_US', BotAliasLocaleSetting: { Enabled: true, CodeHookSpecification: hook(arn) } },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'lexv2.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['Bot', 'Arn'] },
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
  expect(statementsOf(stack)).toEqual([]);
});

test('locales that are there keep what they are, and one permission is enough for all', () => {
  const { stack, ship } = shipIn();
  const bot = botAliasIn(stack, [
    { localeId: 'de_DE', botAliasLocaleSetting: { enabled: false } },
    { localeId: 'fr_FR', botAliasLocaleSetting: { enabled: true } },
  ]);
  ship.addEventSource(LexEventSource.botAlias(bot, 'de_DE'));
  ship.addEventSource(LexEventSource.botAlias(bot, 'en_US'));
  const CodeHookSpecification = hook(names(stack, ship).arn);

  expect(localesOf(stack)).toEqual([
    { LocaleId: 'de_DE', BotAliasLocaleSetting: { Enabled: false, CodeHookSpecification } },
    { LocaleId: 'fr_FR', BotAliasLocaleSetting: { Enabled: true } },
    { LocaleId: 'en_US', BotAliasLocaleSetting: { Enabled: true, CodeHookSpecification } },
  ]);
  expect(permissionsOf(stack)).toHaveLength(1);
});

test.each(TARGET_KINDS)('the %s gets the permission itself (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  LexEventSource.botAlias(botAliasIn(stack), 'en_US').bind(target);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(localesOf(stack)).toMatchObject([{ BotAliasLocaleSetting: { CodeHookSpecification: hook(arn) } }]);
});

test('a bot of elsewhere needs the permission alone', () => {
  const { stack, ship } = shipIn();
  ship.addEventSource(LexEventSource.botAliasArn(stack, ALIAS_ARN));
  ship.addEventSource(LexEventSource.botAliasArn(stack, `${ALIAS_ARN}2`));
  ship.addEventSource(LexEventSource.botAliasArn(stack, Lazy.string({ produce: () => `${ALIAS_ARN}3` })));

  expect(permissionsOf(stack)).toMatchObject(
    ['', '2', '3'].map((more) => ({ Principal: 'lexv2.amazonaws.com', SourceArn: `${ALIAS_ARN}${more}` })),
  );
});

test('an intent of Lex V1 needs the permission alone, and is warned of (LEX-01, VAL-26)', () => {
  const { stack, ship } = shipIn();
  const intentArn = 'arn:aws:lex:us-east-1:111111111111:intent:Order:*';
  ship.addEventSource(LexEventSource.v1Intent(stack, intentArn));

  expect(permissionsOf(stack)).toMatchObject([
    { Principal: 'lex.amazonaws.com', SourceArn: intentArn, SourceAccount: { Ref: 'AWS::AccountId' } },
  ]);
  expect(warningsIn(stack, 'replaced by Lex V2')).toBe(1);
});

test('the permission keeps its name whatever other bots there are', () => {
  const ids = (others: readonly string[]) => {
    const { stack, ship } = shipIn();
    for (const arn of [...others, ALIAS_ARN]) ship.addEventSource(LexEventSource.botAliasArn(stack, arn));
    return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
  };
  expect(ids([`${ALIAS_ARN}2`])).toEqual(expect.arrayContaining(ids([])));
});

test('bot and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const bots = new Stack(app, 'Bots');
  shipIn(stack).ship.addEventSource(LexEventSource.botAlias(botAliasIn(bots), 'en_US'));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, bots.dependencies]).toEqual([[], [stack]]);
});

test('a function that may run longer than Lex waits is warned of (LEX-01, VAL-28)', () => {
  const warned = (seconds: number) => {
    const { stack, ship } = shipIn(stackIn(), { timeout: Duration.seconds(seconds) });
    ship.addEventSource(LexEventSource.botAlias(botAliasIn(stack), 'en_US'));
    return warningsIn(stack, 'Lex waits 30 s');
  };
  expect([warned(30), warned(31)]).toEqual([0, 1]);
});

test('fails when a locale has a function already (LEX-01)', () => {
  const { stack, ship } = shipIn();
  const bot = botAliasIn(stack);
  ship.addEventSource(LexEventSource.botAlias(bot, 'en_US'));
  expect(() => plainIn(stack).addEventSource(LexEventSource.botAlias(bot, 'en_US'))).toThrow(
    /Shop\/Bot: locale en_US has a function already \(LEX-01\)[^]*TRIGGER_TAKEN/,
  );
});

test('fails when the locales of a bot are known at deployment only', () => {
  const { stack, ship } = shipIn();
  const bot = botAliasIn(stack, Lazy.any({ produce: () => [] }));
  expect(() => ship.addEventSource(LexEventSource.botAlias(bot, 'en_US'))).toThrow(/LEX_LOCALES_UNKNOWN/);
});
