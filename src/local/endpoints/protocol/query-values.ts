import { deeper, Malformed } from './malformed';
import { type Plain, put } from './plain';
import { scalarOf } from './scalars';
import type { MapShape, Member, Shape } from './shape';

/** The parameters of a form, by the parts of their names: `Tags.member.1.Key` lies three deep. */
interface Branch {
  text?: string;
  readonly branches: Map<string, Branch>;
}

/** A structure from the parameters of the Query protocol. */
export function fromQuery(members: readonly Member[], parameters: URLSearchParams): Plain {
  const root: Branch = { branches: new Map() };
  for (const [name, text] of parameters) {
    let branch = root;
    let depth = 0;
    for (const part of name.split('.')) {
      depth = deeper(depth);
      let next = branch.branches.get(part);
      if (next === undefined) {
        next = { branches: new Map() };
        branch.branches.set(part, next);
      }
      branch = next;
    }
    branch.text = text;
  }
  return structureOf(members, root);
}

function structureOf(members: readonly Member[], branch: Branch): Plain {
  const structure: Plain = {};
  for (const member of members) {
    const found = branch.branches.get(member.traits.xmlName ?? member.name);
    if (found) structure[member.name] = valueOf(member, found);
    // Clients have no items to name when a list is empty.
    else if (isEmptyList(member, branch.branches.get(member.name))) structure[member.name] = [];
  }
  return structure;
}

function isEmptyList({ shape }: Member, branch: Branch | undefined): boolean {
  return shape.kind === 'list' && branch?.text === '' && branch.branches.size === 0;
}

function valueOf({ shape, traits }: Pick<Member, 'shape' | 'traits'>, branch: Branch): unknown {
  switch (shape.kind) {
    case 'list': {
      const items = traits.xmlFlattened ? branch : branch.branches.get(shape.item.traits.xmlName ?? 'member');
      return numbered(items).map((item) => valueOf(shape.item, item));
    }
    case 'map':
      return mapOf(shape, numbered(traits.xmlFlattened ? branch : branch.branches.get('entry')));
    case 'structure':
    case 'union':
    case 'error':
      return structureOf(shape.members, branch);
    default:
      if (branch.text === undefined) throw new Malformed('A parameter has members where it should have a value.');
      return scalarOf(shape as Exclude<Shape, { kind: 'list' | 'map' | 'structure' | 'union' | 'error' }>, branch.text);
  }
}

function mapOf({ key, value }: MapShape, entries: readonly Branch[]): Plain {
  const map: Plain = {};
  for (const entry of entries) {
    const name = entry.branches.get(key.traits.xmlName ?? 'key')?.text;
    const item = entry.branches.get(value.traits.xmlName ?? 'value');
    if (name !== undefined && item) put(map, name, valueOf(value, item));
  }
  return map;
}

/** In the order of the numbers, which need not be without gaps. */
function numbered(branch: Branch | undefined): readonly Branch[] {
  return [...(branch?.branches ?? [])]
    .filter(([number]) => /^\d+$/.test(number))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}
