import type { AttributeValue, Item } from '../attribute-value';
import { Flaws } from './flaws';
import { checkApart, type Path, readPath } from './path';
import type { Placeholders } from './placeholders';
import { Tokens } from './tokens';

/** The paths of a projection expression. */
export function parseProjection(text: string, placeholders: Placeholders): readonly Path[] {
  const tokens = new Tokens(text);
  const flaws = new Flaws<'reserved' | 'undefinedName' | 'overlap' | 'conflict'>([
    ...(['reserved', 'undefinedName', 'overlap', 'conflict'] as const),
  ]);
  const paths: Path[] = [];
  do paths.push(readPath(tokens, placeholders, flaws));
  while (tokens.skip(','));
  tokens.needEnd();
  checkApart(paths, flaws);
  flaws.check();
  return paths;
}

/** What of a value is wanted: all, or something in some of its members. */
type Wanted = 'all' | Map<string | number, Wanted>;

/** The parts of the item that the paths lead to; of lists, the members wanted follow each other without gaps. */
export function projected(item: Item, paths: readonly Path[]): Item {
  const wanted = new Map<string | number, Wanted>();
  for (const path of paths) want(wanted, path);
  return membersWanted(item, wanted);
}

function want(wanted: Map<string | number, Wanted>, [step, ...rest]: readonly (string | number)[]): void {
  if (step === undefined) return;
  const present = wanted.get(step);
  if (rest.length === 0 || present === 'all') {
    wanted.set(step, 'all');
    return;
  }
  const inside = present ?? new Map<string | number, Wanted>();
  wanted.set(step, inside);
  want(inside, rest);
}

function membersWanted(members: Item, wanted: Map<string | number, Wanted>): Item {
  const parts = [...wanted].flatMap(([name, inside]) => {
    if (typeof name !== 'string' || !Object.hasOwn(members, name)) return [];
    const part = partOf(members[name] as AttributeValue, inside);
    return part === undefined ? [] : [[name, part] as const];
  });
  return Object.fromEntries(parts);
}

function partOf(value: AttributeValue, wanted: Wanted): AttributeValue | undefined {
  if (wanted === 'all') return value;
  if ('M' in value) {
    const members = membersWanted(value.M, wanted);
    return Object.keys(members).length > 0 ? { M: members } : undefined;
  }
  if (!('L' in value)) return undefined;
  const places = [...wanted.keys()].filter((place) => typeof place === 'number').sort((one, other) => one - other);
  const parts = places.flatMap((place) => {
    const member = value.L[place];
    return (member && partOf(member, wanted.get(place) as Wanted)) ?? [];
  });
  return parts.length > 0 ? { L: parts } : undefined;
}
