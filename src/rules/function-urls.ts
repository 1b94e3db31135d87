import type { App, FunctionTarget } from './app';
import { nameOf, targetIn } from './call';
import type { Declaration } from './declaration';
import { type Grant, grants } from './grants';
import { knownText } from './known';
import { each, type Rule } from './rule';

const URL = 'AWS::Lambda::Url';
const AUTH = 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';
const STREAMING = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html';

interface FunctionUrl {
  readonly on: Declaration;
  readonly target: FunctionTarget;
}

function* urls(app: App): Generator<FunctionUrl> {
  for (const on of app.ofType(URL)) {
    const target = targetIn(app, on, on.part('TargetFunctionArn'));
    if (target === undefined || (on.has('Qualifier') && !on.isKnown('Qualifier'))) continue;
    const qualifier = knownText(on, 'Qualifier') ?? target.qualifier;
    const full = qualifier === undefined ? target : app.functionNamed(`${target.fn.arn}:${qualifier}`, on);
    if (full !== undefined) yield { on, target: full };
  }
}

const permits = (action: string, pattern: string | undefined) =>
  pattern === undefined || pattern === action || pattern === 'lambda:*' || pattern === '*';

/** What lets everyone do the first or second half of a call through the URL; unknown parts count as if they did. */
function forEveryone({ permission }: Grant, half: 'url' | 'function'): boolean {
  const text = (name: string) => knownText(permission, name);
  const principal = text('Principal');
  if (principal !== undefined && principal !== '*') return false;
  if (half === 'url') {
    return permits('lambda:InvokeFunctionUrl', text('Action')) && (text('FunctionUrlAuthType') ?? 'NONE') === 'NONE';
  }
  return permits('lambda:InvokeFunction', text('Action')) && !permission.has('SourceArn') && !permission.has('SourceAccount');
}

interface Missing {
  readonly half: 'url' | 'function';
  /** The permission is there, for another alias or for the function. */
  readonly elsewhere?: Grant;
}

/** What a URL without authorization lacks, so that nobody may call it. */
function lackOf({ on, target }: FunctionUrl, app: App): Missing | undefined {
  if (on.text('AuthType') !== 'NONE' || app.ofType('AWS::Lambda::ResourcePolicy').length > 0) return undefined;
  const all = grants(app).get(target.fn) ?? [];
  for (const half of ['url', 'function'] as const) {
    const giving = all.filter((grant) => forEveryone(grant, half));
    if (giving.some((grant) => grant.target.qualifier === target.qualifier)) continue;
    return { half, ...(giving[0] && { elsewhere: giving[0] }) };
  }
  return undefined;
}

const REMEDY =
  'Give the principal * two permissions with the qualifier of the URL: lambda:InvokeFunctionUrl with FunctionUrlAuthType NONE, and lambda:InvokeFunction with InvokedViaFunctionUrl.';

export const FUNCTION_URLS: readonly Rule[] = [
  {
    id: 'URL-12',
    severity: 'error',
    title: 'A function URL without authorization lets nobody in',
    why: 'Every request is answered with 403: CloudFormation does not add the permission.',
    remedy: REMEDY,
    source: AUTH,
    check: each(urls, function* (url, app) {
      const lack = lackOf(url, app);
      if (lack?.half !== 'url' || lack.elsewhere !== undefined) return;
      yield { on: url.on, message: `Nobody may do lambda:InvokeFunctionUrl with ${nameOf(url.target)}.` };
    }),
  },
  {
    id: 'URL-11',
    severity: 'error',
    title: 'Who may call a function URL may not invoke its function',
    why: 'Since October 2025 a request needs both permissions; with one of them it is answered with 403.',
    remedy: 'Add a permission for lambda:InvokeFunction with InvokedViaFunctionUrl, for the same principal and qualifier.',
    source: AUTH,
    check: each(urls, function* (url, app) {
      const lack = lackOf(url, app);
      if (lack?.half === 'function' && lack.elsewhere === undefined) {
        yield {
          on: url.on,
          message: `Everyone may call the URL, but nobody may do lambda:InvokeFunction with ${nameOf(url.target)}.`,
        };
      }
      if (url.on.text('AuthType') !== 'AWS_IAM') return;
      const here = (grants(app).get(url.target.fn) ?? []).filter(({ target }) => target.qualifier === url.target.qualifier);
      for (const { permission } of here) {
        const principal = knownText(permission, 'Principal');
        if (principal === undefined || knownText(permission, 'Action') !== 'lambda:InvokeFunctionUrl') continue;
        const isWhole = here.some(
          (other) =>
            permits('lambda:InvokeFunction', knownText(other.permission, 'Action')) &&
            [undefined, '*', principal].includes(knownText(other.permission, 'Principal')),
        );
        if (!isWhole) yield { on: permission, message: `${principal} may call the URL, but may not do lambda:InvokeFunction.` };
      }
    }),
  },
  {
    id: 'URL-14',
    severity: 'error',
    title: 'The permission for a function URL is for another alias than the URL',
    why: 'Each alias has a policy of its own, and so has the function without one: every request is answered with 403.',
    remedy: REMEDY,
    source: AUTH,
    check: each(urls, function* (url, app) {
      const by = lackOf(url, app)?.elsewhere;
      if (by === undefined) return;
      const message = `The URL is of ${nameOf(url.target)}, but the permission is for ${nameOf(by.target)}.`;
      yield { on: by.permission, property: 'Properties.FunctionName', message };
    }),
  },
  {
    id: 'URL-02',
    severity: 'error',
    title: 'A function or an alias has two URLs',
    why: 'Lambda refuses the second one.',
    remedy: 'Keep one of them, or give the other to an alias.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html',
    also: ['URL-01'],
    *check(app) {
      const seen = new Map<string, Declaration>();
      for (const { on, target } of urls(app)) {
        const name = nameOf(target);
        const other = seen.get(name);
        if (other !== undefined)
          yield { on, property: 'Properties.TargetFunctionArn', message: `${other.path} is a URL of ${name}, too.` };
        else seen.set(name, on);
      }
    },
  },
  {
    id: 'URL-02-version',
    severity: 'error',
    title: 'A version has a URL',
    why: 'Lambda refuses it: functions and aliases can have URLs.',
    remedy: 'Give the URL to an alias that points to the version.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html',
    also: ['URL-01'],
    check: each(urls, function* ({ on, target }) {
      if (!/^(\d+|\$LATEST)$/.test(target.qualifier ?? '')) return;
      const seen = target.qualifier !== '$LATEST' && { seenByCdk: 'F3031' };
      yield { on, property: 'Properties.Qualifier', message: `The URL is of ${nameOf(target)}.`, ...seen };
    }),
  },
  {
    id: 'URL-29',
    severity: 'warning',
    title: 'A streamed function URL is in front of a runtime that does not stream',
    why: 'Clients get the whole result as JSON, with statusCode and body in it, and not as a response.',
    remedy: 'Set InvokeMode to BUFFERED, or add a layer that streams, such as the Lambda Web Adapter.',
    source: STREAMING,
    check: each(urls, function* ({ on, target: { fn } }) {
      if (on.text('InvokeMode') !== 'RESPONSE_STREAM' || fn.text('PackageType') === 'Image') return;
      const runtime = fn.text('Runtime') ?? '';
      const hasAdapter = fn.parts('Layers').length > 0 || fn.has('Environment', 'Variables', 'AWS_LAMBDA_EXEC_WRAPPER');
      if (hasAdapter || !/^(python|java|dotnet|ruby)/.test(runtime)) return;
      yield {
        on,
        property: 'Properties.InvokeMode',
        message: `InvokeMode is RESPONSE_STREAM, and ${fn.path} has the runtime ${runtime}.`,
      };
    }),
  },
];
