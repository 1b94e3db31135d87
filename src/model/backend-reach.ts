import { AWS_SERVICES, type AwsServiceFacts } from '../spec/aws-services';
import type { Application } from './application';
import { isLoopback } from './loopback';

const SERVICE_URI = /^arn:[^:]+:apigateway:[^:]*:(?<host>[^:]+):(?<kind>path|action)\//;

/** What of an integration says where its requests go. */
interface Backend {
  /** As `AWS`, `HTTP_PROXY`. */
  readonly type: string;
  readonly uri?: string;
  readonly credentialsArn?: string;
}

/** Host names on AWS that are led to the app's own doors. */
export function servedHosts(application: Application): ReadonlySet<string> {
  const { functions, httpApis = [], httpDomains = [], restApis = [], restDomains = [] } = application;
  const { loadBalancers = [], latticeServices = [], distributions = [] } = application;
  const named = [...functions.flatMap(({ urls }) => urls), ...httpApis, ...restApis, ...latticeServices, ...distributions];
  return new Set([
    ...named.map(({ domainName }) => domainName),
    ...[...httpDomains, ...restDomains].map(({ name }) => name),
    ...loadBalancers.map(({ dnsName }) => dnsName.toLowerCase()),
  ]);
}

/** Why nothing here answers for the backend of an integration, as a sentence; undefined when something does, or may do. */
export function whyNotReached(backend: Backend, served: ReadonlySet<string>): string | undefined {
  if (backend.type.startsWith('HTTP')) return whyNotAsked(backend.uri ?? '', served);
  return backend.type === 'AWS' ? whyNotCalled(backend) : undefined;
}

function whyNotAsked(uri: string, served: ReadonlySet<string>): string | undefined {
  const host = /^https?:\/\/([^/:?#]*)/.exec(uri)?.[1];
  if (host === undefined || host.includes('{') || isLoopback(host) || served.has(host.toLowerCase())) return undefined;
  return `${host} is not on this machine, and no other is asked.`;
}

function whyNotCalled({ uri = '', credentialsArn }: Backend): string | undefined {
  const { host, kind } = SERVICE_URI.exec(uri)?.groups ?? {};
  const service = host?.slice(host.lastIndexOf('.') + 1);
  if (service === undefined || service.includes('{') || (service === 'lambda' && kind === 'path')) return undefined;
  const facts = Object.values<AwsServiceFacts>(AWS_SERVICES).find(({ signingName }) => signingName === service);
  if (facts === undefined) return `The service ${service} is not emulated, so that requests for it fail.`;
  if (kind === 'action' && facts.protocol.startsWith('rest')) {
    return `Actions of ${service} are not emulated, so that requests for them fail; the URI can have its path instead.`;
  }
  if (credentialsArn === undefined || /:role\//.test(credentialsArn)) return undefined;
  return `Calls of ${service} with the credentials of the client are not emulated, so that such requests fail.`;
}
