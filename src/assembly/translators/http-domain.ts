import type { HttpDomain, HttpMapping } from '../../model/http-api';
import { defined } from '../json';
import type { Resource } from '../resource';
import { type Translation, translated } from './draft';

/** A domain of the app's own, with the HTTP APIs behind its paths; `mappings` are the resources that put them there. */
export function translateHttpDomain(
  resource: Resource,
  mappings: readonly Resource[],
  apiIds: ReadonlySet<string>,
  context: Translation,
): HttpDomain | undefined {
  const name = translated(resource, context, () => resource.required('DomainName').toLowerCase());
  if (name === undefined) return undefined;
  if (resource.has('MutualTlsAuthentication')) {
    const { path } = resource.address;
    context.report.find('PROPERTY_NOT_EMULATED', path, 'MutualTlsAuthentication: clients are not asked for certificates.');
  }
  return { address: resource.address, name, mappings: mappings.flatMap((each) => mappingIn(each, name, apiIds, context) ?? []) };
}

function mappingIn(resource: Resource, name: string, apiIds: ReadonlySet<string>, context: Translation): HttpMapping | undefined {
  const read = translated(resource, context, () => ({
    domain: resource.required('DomainName').toLowerCase(),
    key: resource.text('ApiMappingKey') || undefined,
    apiId: resource.required('ApiId'),
    stage: resource.required('Stage'),
  }));
  if (read === undefined || read.domain !== name) return undefined;
  const { domain: _, ...mapping } = read;
  if (apiIds.has(mapping.apiId)) return defined(mapping);
  context.report.leaveOut(resource, `Its API ${mapping.apiId} is not an HTTP API of this app, so it is not served at ${name}.`);
  return undefined;
}
