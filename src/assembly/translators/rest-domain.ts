import type { BasePathMapping, RestDomain } from '../../model/rest-api';
import { defined } from '../json';
import type { Resource } from '../resource';
import { type Translation, translated } from './draft';

/** `mappings` are the resources that put APIs behind paths of domains. */
export function translateRestDomain(
  resource: Resource,
  mappings: readonly Resource[],
  context: Translation,
): RestDomain | undefined {
  return translated(resource, context, () => {
    const name = resource.required('DomainName').toLowerCase();
    return { address: resource.address, name, mappings: mappings.flatMap((each) => mappingIn(each, name, context) ?? []) };
  });
}

function mappingIn(resource: Resource, domain: string, context: Translation): BasePathMapping | undefined {
  const read = translated(resource, context, () => ({
    domain: resource.required('DomainName').toLowerCase(),
    basePath: (resource.text('BasePath') ?? '').replace(/^\/+|\/+$/g, ''),
    apiId: resource.text('RestApiId') ?? '',
    stage: resource.text('Stage'),
  }));
  if (read === undefined || read.domain !== domain || read.apiId === '') return undefined;
  const { domain: _, ...mapping } = read;
  return defined(mapping);
}
