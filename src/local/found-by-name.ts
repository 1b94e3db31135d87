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
  if (only) throw new LocalError('RESOURCE_AMBIGUOUS', `${name} is the name of several:\n${listed([only, ...others], name)}`);
  const there = things.length > 0 ? `there are\n${listed(things, name)}` : 'the app has none.';
  throw new LocalError('RESOURCE_UNKNOWN', `There is no ${kind} ${name}; ${there}`);
}

/** More are not listed: an app may have hundreds. */
const MOST_LISTED = 20;

/** One line for each, in their order; of many, those that are called most like `name`. */
export function listed(things: readonly Pick<Named, 'address'>[], name: string): string {
  const line = ({ address }: Pick<Named, 'address'>) => `  ${address.path} (${address.logicalId})`;
  if (things.length <= MOST_LISTED) return things.map(line).join('\n');
  const alike = [...things].sort((one, other) => likeness(other.address.path, name) - likeness(one.address.path, name));
  const others = things.length - MOST_LISTED;
  return [...alike.slice(0, MOST_LISTED).map(line), `  and ${others} more, which \`lambda-kit list\` tells`].join('\n');
}

/** How many pairs of neighbouring letters of `name` the last part of a path has. */
function likeness(path: string, name: string): number {
  const [last, wanted] = [path.slice(path.lastIndexOf('/') + 1), name.slice(name.lastIndexOf('/') + 1)].map((text) =>
    text.toLowerCase(),
  ) as [string, string];
  const pairs = Array.from({ length: Math.max(0, wanted.length - 1) }, (_, at) => wanted.slice(at, at + 2));
  return pairs.filter((pair) => last.includes(pair)).length - Math.abs(last.length - wanted.length) / 100;
}

/** The CDK's constructs have their resource below them. */
function isBelow(path: string, name: string): boolean {
  return path.endsWith(`/${name}`) || path.endsWith(`/${name}/Resource`);
}
