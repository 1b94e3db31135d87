import type { ImageSettings } from '../../model/image';
import { defined } from '../json';
import type { Resource } from '../resource';
import type { Translation } from './draft';

/** Of a container image. Lambda takes empty lists and texts as none. */
export function imageSettingsOf(resource: Resource, { report }: Pick<Translation, 'report'>): { readonly image?: ImageSettings } {
  if (!resource.has('ImageConfig')) return {};
  const words = (name: string) => {
    const read = () => resource.texts('ImageConfig', name);
    const list = report.readOr(resource, 'ImageConfig', `${name} is left out`, undefined, read);
    return list && list.length > 0 ? list : undefined;
  };
  const folder = () => resource.text('ImageConfig', 'WorkingDirectory');
  const image = defined({
    entryPoint: words('EntryPoint'),
    command: words('Command'),
    workingDirectory: report.readOr(resource, 'ImageConfig', 'WorkingDirectory is left out', undefined, folder) || undefined,
  });
  return Object.keys(image).length > 0 ? { image } : {};
}
