import type { Application } from '../../model/application';
import type { FunctionConfiguration, LambdaFunction } from '../../model/function';
import type { FunctionUrl } from '../../model/function-url';

/**
 * The app with the addresses of its function URLs and queues, wherever a handler sees one, replaced by those they are served at
 * here; `origin` is that of the endpoint.
 */
export function withLocalAddresses(application: Application, hrefOf: (url: FunctionUrl) => string, origin: string): Application {
  const urls = application.functions.flatMap((fn) =>
    fn.urls.map((url) => [`https://${url.domainName}`, hrefOf(url).replace(/\/$/, '')] as const),
  );
  const queues = (application.queues ?? []).map(({ url, account, name }) => [url, `${origin}/${account}/${name}`] as const);
  const local = [...urls, ...queues];
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
