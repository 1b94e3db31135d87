import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as lex from 'aws-cdk-lib/aws-lex';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { LEX_HOOK_VERSION } from '../../spec/event-sources/lex';
import { ConstructError } from '../construct-error';
import { allowService, idFor } from './allow-service';
import { warnOfWait } from './caller-wait';
import { plainText } from './plain-text';
import { warnOfRetired } from './retired';

/** What becomes of a target; a Lex source is one of three kinds. */
type Connect = (target: lambda.IFunction) => void;

/**
 * A Lex bot that asks a function what to say next, and has it carry out what the user wants.
 *
 * The permission names the alias of the bot and its account. Warns when the function may run longer than the 30 seconds that Lex
 * waits.
 *
 * @see https://docs.aws.amazon.com/lexv2/latest/dg/lambda.html
 */
export class LexEventSource implements lambda.IEventSource {
  /**
   * Makes a function the code hook of an alias of a Lex V2 bot, for one locale.
   *
   * Fails when the locale has a function already. A locale that `botAliasLocaleSettings` does not have yet is enabled.
   *
   * @param localeId `en_US`, `de_DE` …
   */
  public static botAlias(botAlias: lex.CfnBotAlias, localeId: string): LexEventSource {
    return new LexEventSource((target) => {
      setHook(botAlias, localeId, target);
      allow(target, botAlias, 'Lex', 'lexv2.amazonaws.com', botAlias.attrArn);
    });
  }

  /**
   * Lets an alias of a Lex V2 bot invoke a function, when the bot is made elsewhere and names the function there.
   *
   * @param scope where the permission is made
   * @param botAliasArn `arn:aws:lex:REGION:ACCOUNT:bot-alias/BOT/ALIAS`
   */
  public static botAliasArn(scope: Construct, botAliasArn: string): LexEventSource {
    return new LexEventSource((target) => {
      allow(target, scope, `Lex${plainText(scope, botAliasArn)}`, 'lexv2.amazonaws.com', botAliasArn);
    });
  }

  /**
   * Lets an intent of a Lex V1 bot invoke a function; CloudFormation knows no more of Lex V1, which has been replaced by Lex V2.
   * Warns.
   *
   * @param scope where the permission is made
   * @param intentArn `arn:aws:lex:REGION:ACCOUNT:intent:NAME:*`
   */
  public static v1Intent(scope: Construct, intentArn: string): LexEventSource {
    return new LexEventSource((target) => {
      allow(target, scope, `LexV1${plainText(scope, intentArn)}`, 'lex.amazonaws.com', intentArn);
      warnOfRetired(scope, 'Lex V1');
    });
  }

  private constructor(private readonly connect: Connect) {}

  /** Lets the bot invoke a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    this.connect(target);
    warnOfWait(target, 'Lex', CALLER_WAITS.lex);
  }
}

/** One permission for all locales of an alias. */
function allow(target: lambda.IFunction, scope: Construct, kind: string, service: string, sourceArn: string): void {
  const id = idFor(kind, target);
  if (scope.node.tryFindChild(id) === undefined) allowService(target, scope, id, { service, sourceArn });
}

function setHook(botAlias: lex.CfnBotAlias, localeId: string, target: lambda.IFunction): void {
  const codeHookSpecification = {
    lambdaCodeHook: { codeHookInterfaceVersion: LEX_HOOK_VERSION, lambdaArn: target.functionArn },
  };
  const { botAliasLocaleSettings: settings = [] } = botAlias;
  if (Token.isUnresolved(settings) || !Array.isArray(settings)) {
    throw new ConstructError(botAlias, 'LEX_LOCALES_UNKNOWN', 'botAliasLocaleSettings is known at deployment only.');
  }
  const locales = settings as readonly lex.CfnBotAlias.BotAliasLocaleSettingsItemProperty[];
  const before = locales.find((locale) => locale.localeId === localeId);
  const setting = before?.botAliasLocaleSetting as lex.CfnBotAlias.BotAliasLocaleSettingsProperty | undefined;
  if (setting?.codeHookSpecification !== undefined) {
    throw new ConstructError(botAlias, 'TRIGGER_TAKEN', `locale ${localeId} has a function already (LEX-01).`);
  }
  const after = { localeId, botAliasLocaleSetting: { enabled: true, ...setting, codeHookSpecification } };
  botAlias.botAliasLocaleSettings = before ? locales.map((locale) => (locale === before ? after : locale)) : [...locales, after];
}
