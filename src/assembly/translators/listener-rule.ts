import type { ListenerAction, Rewrite, RuleCondition } from '../../model/load-balancer';
import { defined, isList, isObject, type Json, member, numberFrom, shown, textFrom, textMember } from '../json';
import { Unresolved } from '../unresolved';

/** The one action that ends a rule; what must happen before it, and is not emulated, takes its place. */
export function actionOf(value: Json | undefined): ListenerAction {
  const actions = (isList(value) ? value : []).filter(isObject);
  const before = actions.find((action) => REFUSED.has(textMember(action, 'Type') ?? ''));
  if (before !== undefined) return { kind: 'notEmulated', why: REFUSED.get(textMember(before, 'Type') ?? '') as string };
  const action = actions.find((each) => textMember(each, 'Type') !== undefined);
  switch (textMember(action, 'Type')) {
    case 'forward':
      return forward(action);
    case 'redirect':
      return redirect(member(action, 'RedirectConfig'));
    case 'fixed-response':
      return fixedResponse(member(action, 'FixedResponseConfig'));
    default:
      throw new Unresolved('PROPERTY_INVALID', `Actions has none that is understood: ${shown(value)}`);
  }
}

const AUTHENTICATION = 'Authentication by a load balancer is not emulated, so that nobody gets past it.';
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['authenticate-cognito', AUTHENTICATION],
  ['authenticate-oidc', AUTHENTICATION],
  ['jwt-validation', 'The validation of tokens by a load balancer is not emulated, so that nobody gets past it.'],
]);

function forward(action: Json | undefined): ListenerAction {
  const config = member(action, 'ForwardConfig');
  const listed = member(config, 'TargetGroups');
  const groups = (isList(listed) ? listed : []).map((each) => ({
    arn: text(each, 'TargetGroupArn') ?? '',
    weight: numberOf(member(each, 'Weight')) ?? 1,
  }));
  const single = text(action, 'TargetGroupArn');
  const sticky = member(config, 'TargetGroupStickinessConfig');
  const stickySeconds = text(sticky, 'Enabled') === 'true' ? numberOf(member(sticky, 'DurationSeconds')) : undefined;
  const all = groups.length > 0 || single === undefined ? groups : [{ arn: single, weight: 1 }];
  if (all.length === 0) throw new Unresolved('PROPERTY_INVALID', 'a forward action names no target group');
  return defined({ kind: 'forward' as const, groups: all, stickySeconds });
}

function redirect(config: Json | undefined): ListenerAction {
  const of = (name: string) => text(config, name);
  return defined({
    kind: 'redirect' as const,
    status: of('StatusCode') === 'HTTP_301' ? (301 as const) : (302 as const),
    protocol: of('Protocol'),
    host: of('Host'),
    port: of('Port'),
    path: of('Path'),
    query: of('Query'),
  });
}

function fixedResponse(config: Json | undefined): ListenerAction {
  const status = numberOf(member(config, 'StatusCode'));
  if (status === undefined) throw new Unresolved('PROPERTY_INVALID', 'a fixed-response action has no StatusCode');
  const contentType = text(config, 'ContentType');
  return defined({ kind: 'fixedResponse' as const, status, contentType, body: text(config, 'MessageBody') ?? '' });
}

const CONFIGS = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
} as const;

export function conditionsOf(value: Json | undefined): readonly RuleCondition[] {
  return (isList(value) ? value : []).map((condition) => {
    const field = text(condition, 'Field') ?? '';
    if (!isField(field)) throw new Unresolved('PROPERTY_INVALID', `${field} is no field of a condition`);
    const config = member(condition, CONFIGS[field]);
    const values = [...listOf(member(condition, 'Values')), ...listOf(member(config, 'Values'))];
    const regexValues = [...texts(member(condition, 'RegexValues')), ...texts(member(config, 'RegexValues'))];
    for (const regex of regexValues) checkRegex(regex);
    return defined({
      field,
      values: field === 'query-string' ? [] : values.map(textFrom),
      regexValues,
      header: text(config, 'HttpHeaderName'),
      pairs:
        field === 'query-string'
          ? values.map((pair) => defined({ key: text(pair, 'Key') || undefined, value: text(pair, 'Value') ?? '' }))
          : undefined,
    });
  });
}

/** What the transforms of a rule do; one that cannot be read loses the rule. */
export function rewritesOf(value: Json | undefined): readonly Rewrite[] {
  return (isList(value) ? value : []).flatMap((transform) => {
    const isHost = text(transform, 'Type') === 'host-header-rewrite';
    const config = member(transform, isHost ? 'HostHeaderRewriteConfig' : 'UrlRewriteConfig');
    return listOf(member(config, 'Rewrites')).map((rewrite): Rewrite => {
      const regex = text(rewrite, 'Regex') ?? '';
      checkRegex(regex);
      return { of: isHost ? 'host' : 'url', regex, replace: text(rewrite, 'Replace') ?? '' };
    });
  });
}

function checkRegex(regex: string): void {
  try {
    new RegExp(regex);
  } catch {
    throw new Unresolved('PROPERTY_INVALID', `${shown(regex)} is no regular expression`);
  }
}

function isField(field: string): field is keyof typeof CONFIGS {
  return Object.hasOwn(CONFIGS, field);
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function texts(value: Json | undefined): readonly string[] {
  return listOf(value).map(textFrom);
}

/** Templates may write numbers and flags as text, and the other way round. */
function text(value: Json | undefined, name: string): string | undefined {
  const found = member(value, name);
  return found === undefined || found === null || typeof found === 'object' ? undefined : String(found);
}

function numberOf(value: Json | undefined): number | undefined {
  const number = value === undefined || value === null || value === '' ? Number.NaN : numberFrom(value);
  return Number.isFinite(number) ? number : undefined;
}
