import { CALLER_WAITS } from '../spec/caller-waits';
import type { App } from './app';
import { callTo, collected } from './call';
import { permissionRule } from './call-rules';
import { grants } from './grants';
import { knownParts, knownText } from './known';
import { each, type Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const LEX = 'https://docs.aws.amazon.com/lexv2/latest/dg/lambda.html';
const ALEXA = 'https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html';
const SKILLS = ['alexa-appkit.amazon.com', 'alexa-connectedhome.amazon.com'];

export const lexCalls = collected('lex', function* (app) {
  for (const on of app.ofType('AWS::Lex::BotAlias', 'AWS::Lex::Bot')) {
    const settings =
      on.type === 'AWS::Lex::Bot' ? ['TestBotAliasSettings', 'BotAliasLocaleSettings'] : ['BotAliasLocaleSettings'];
    for (const locale of knownParts(on, ...settings)) {
      const arn = locale.part('BotAliasLocaleSetting', 'CodeHookSpecification', 'LambdaCodeHook', 'LambdaArn');
      const call = callTo(app, on, arn, 'lexv2', [on.arn]);
      if (call !== undefined) yield { ...call, caller: on.path };
    }
  }
});

function* lexWaits(app: App): Generator<Wait> {
  for (const { on, target } of lexCalls(app)) yield { target, seconds: CALLER_WAITS.lex, caller: on.path };
}

function* alexaWaits(app: App): Generator<Wait> {
  for (const [fn, all] of grants(app)) {
    const isSkill = all.some(({ permission }) => knownText(permission, 'Principal') === SKILLS[0]);
    if (isSkill) yield { target: { fn }, seconds: CALLER_WAITS.alexa, caller: 'Alexa' };
  }
}

export const CONVERSATIONS: readonly Rule[] = [
  permissionRule({
    id: 'LEX-01',
    title: 'Lex may not invoke the function of a bot',
    why: 'The conversation ends with an error when the bot wants to call the function.',
    source: LEX,
    calls: lexCalls,
  }),
  waitRule({
    id: 'LEX-01-timeout',
    severity: 'warning',
    title: 'A function may run for longer than Lex waits',
    why: 'The conversation ends with an error while the function still runs.',
    source: LEX,
    also: ['VAL-28'],
    waits: lexWaits,
  }),
  {
    id: 'ALX-01',
    severity: 'warning',
    title: 'Every Alexa skill may invoke a function',
    why: 'Without the id of the skill as token, skills of others may do so as well.',
    remedy: 'Give the permission the id of the skill as EventSourceToken.',
    source: ALEXA,
    also: ['VAL-25'],
    check: each('AWS::Lambda::Permission', function* (on) {
      const principal = on.text('Principal') ?? '';
      if (!SKILLS.includes(principal) || on.has('EventSourceToken')) return;
      yield { on, property: 'Properties.EventSourceToken', message: `The permission for ${principal} has no EventSourceToken.` };
    }),
  },
  waitRule({
    id: 'ALX-02',
    severity: 'warning',
    title: 'A function may run for longer than Alexa waits',
    why: 'The user is told that the skill does not answer, while the function still runs.',
    source: ALEXA,
    also: ['VAL-28'],
    waits: alexaWaits,
  }),
];
