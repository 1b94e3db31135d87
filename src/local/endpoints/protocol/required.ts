import type { Violation } from '../../engine/service-port';
import { own } from './plain';
import type { Shape } from './shape';

/** Which members that the schema requires are not there, in the order of the schema (ERR-03). */
export function missingMembers(shape: Shape, value: unknown, path = ''): readonly Violation[] {
  if (value === undefined || value === null) return [];
  switch (shape.kind) {
    case 'list':
      return [...(value as Iterable<unknown>)].flatMap((item, at) => {
        const place = `${path}.${at + 1}.member`;
        if (item === null && !shape.sparse) return [missing(place)];
        return missingMembers(shape.item.shape, item, place);
      });
    case 'map':
      return Object.entries(value).flatMap(([key, item]) => missingMembers(shape.value.shape, item, `${path}.${key}.member`));
    case 'structure':
    case 'union':
      return shape.members.flatMap((member) => {
        const name = member.name.charAt(0).toLowerCase() + member.name.slice(1);
        const place = path === '' ? name : `${path}.${name}`;
        const given = own(value, member.name);
        if (given === undefined && member.required) return [missing(place)];
        return missingMembers(member.shape, given, place);
      });
    default:
      return [];
  }
}

function missing(path: string): Violation {
  const constraint = 'Member must not be null';
  return { path, constraint, message: `Value null at '${path}' failed to satisfy constraint: ${constraint}` };
}
