import { API_PREFIX } from '../../model/api-door';
import { apiDoorsOf } from '../../model/api-doors';
import type { Application } from '../../model/application';
import type { FunctionConfiguration, LambdaFunction } from '../../model/function';
import type { FunctionUrl } from '../../model/function-url';

/**
 * The app with the addresses of its function URLs, APIs and queues, wherever a handler sees one, replaced by those they are served at
 * here; `origin` is that of the endpoint.
 */
export function withLocalAddresses(application: Application, hrefOf: (url: FunctionUrl) => string, origin: string): Application {
  const urls = application.functions.flatMap((fn) =>
    fn.urls.map((url) => [`https://${url.domainName}`, hrefOf(url).replace(/\/$/, '')] as const),
  );
  const queues = (application.queues ?? []).map(({ url, account, name }) => [url, `${origin}/${account}/${name}`] as const);
  const apis = apiDoorsOf(application).flatMap(({ id, domainName, prefix = API_PREFIX, addresses }) =>
    addresses === undefined
      ? apiAddresses(id, domainName, origin)
      : addresses.map(([there, path]) => [there, `${origin}${prefix}${id}${path}`] as const),
  );
  const local = [...urls, ...apis, ...queues];
  if (local.length === 0) return application;
  const replaced = (configuration: FunctionConfiguration): FunctionConfiguration => ({
    ...configuration,
    environment: Object.fromEntries(
      Object.entries(configuration.environment).map(([name, value]) => [
        name,
        local.reduce((text, [there, here]) => (text.includes(there) ? text.replaceAll(there, here) : text), value),
      ]),
    ),
  });
  const functions = application.functions.map((fn: LambdaFunction) => ({
    ...fn,
    configuration: replaced(fn.configuration),
    versions: fn.versions.map((version) => ({ ...version, configuration: replaced(version.configuration) })),
  }));
  return { ...application, functions };
}

/** Those of an API Gateway API for HTTP and for WebSockets; an API of another kind is not known by its id alone. */
function apiAddresses(id: string, domainName: string, origin: string): readonly (readonly [string, string])[] {
  if (!domainName.startsWith(`${id}.execute-api.`)) return [];
  return [
    [`https://${domainName}`, `${origin}${API_PREFIX}${id}`],
    [`wss://${domainName}`, `${origin.replace(/^http/, 'ws')}${API_PREFIX}${id}`],
  ];
}
