import { API_PREFIX } from '../../model/api-door';
import { apiDoorsOf } from '../../model/api-doors';
import type { Application } from '../../model/application';
import type { FunctionConfiguration, LambdaFunction } from '../../model/function';
import type { FunctionUrl } from '../../model/function-url';

/** Addresses of doors of the app on AWS, and where they are served here; `origin` is that of the endpoint. */
export function localAddresses(
  application: Application,
  hrefOf: (url: FunctionUrl) => string,
  origin: string,
): readonly (readonly [there: string, here: string])[] {
  const urls = application.functions.flatMap((fn) =>
    fn.urls.map((url) => [`https://${url.domainName}`, hrefOf(url).replace(/\/$/, '')] as const),
  );
  const queues = (application.queues ?? []).map(({ url, account, name }) => [url, `${origin}/${account}/${name}`] as const);
  const apis = apiDoorsOf(application).flatMap(({ id, domainName, prefix = API_PREFIX, addresses }) =>
    addresses === undefined
      ? apiAddresses(id, domainName, origin)
      : addresses.map(([there, path]) => [there, `${origin}${prefix}${id}${path}`] as const),
  );
  return [...urls, ...apis, ...queues];
}

/** The app with those addresses replaced wherever a handler sees one. */
export function withLocalAddresses(application: Application, local: ReturnType<typeof localAddresses>): Application {
  if (local.length === 0) return application;
  const replaced = (configuration: FunctionConfiguration): FunctionConfiguration => ({
    ...configuration,
    environment: Object.fromEntries(
      Object.entries(configuration.environment).map(([name, value]) => [name, withLocal(value, local)]),
    ),
  });
  const functions = application.functions.map((fn: LambdaFunction) => ({
    ...fn,
    configuration: replaced(fn.configuration),
    versions: fn.versions.map((version) => ({ ...version, configuration: replaced(version.configuration) })),
  }));
  return { ...application, functions };
}

/** The text with every one of the addresses replaced. */
export function withLocal(text: string, local: ReturnType<typeof localAddresses>): string {
  return local.reduce((sofar, [there, here]) => (sofar.includes(there) ? sofar.replaceAll(there, here) : sofar), text);
}

/** Those of an API Gateway API, or of a domain in front of some, for HTTP and for WebSockets; no other door is known by its id alone. */
function apiAddresses(id: string, domainName: string, origin: string): readonly (readonly [string, string])[] {
  if (domainName !== id && !domainName.startsWith(`${id}.execute-api.`)) return [];
  return [
    [`https://${domainName}`, `${origin}${API_PREFIX}${id}`],
    [`wss://${domainName}`, `${origin.replace(/^http/, 'ws')}${API_PREFIX}${id}`],
  ];
}
