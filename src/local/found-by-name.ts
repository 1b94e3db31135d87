import type { ResourceAddress } from '../model/address';
import { LocalError } from './errors';

interface Named {
  readonly address: ResourceAddress;
  readonly name: string;
  readonly arn: string;
}

/** The one that `name` means, of things of one `kind`: by its logical id, construct path, the end of that, its name or ARN. */
export function foundByName<T extends Named>(things: readonly T[], name: string, kind: string): T {
  const found = things.filter(
    (each) => each.address.logicalId === name || each.address.path === name || each.name === name || each.arn === name,
  );
  const [only, ...others] = found.length > 0 ? found : things.filter(({ address }) => isBelow(address.path, name));
  if (only && others.length === 0) return only;
  const listed = (some: readonly T[]) => some.map(({ address }) => `  ${address.path} (${address.logicalId})`).join('\n');
  if (only) throw new LocalError('RESOURCE_AMBIGUOUS', `${name} is the name of several:\n${listed([only, ...others])}`);
  const there = things.length > 0 ? `there are\n${listed(things)}` : 'the app has none.';
  throw new LocalError('RESOURCE_UNKNOWN', `There is no ${kind} ${name}; ${there}`);
}

/** The CDK's constructs have their resource below them. */
function isBelow(path: string, name: string): boolean {
  return path.endsWith(`/${name}`) || path.endsWith(`/${name}/Resource`);
}
