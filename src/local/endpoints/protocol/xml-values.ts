import { deeper } from './malformed';
import { own, type Plain, put } from './plain';
import { scalarOf, scalarText } from './scalars';
import type { ListShape, MapShape, Member, Shape, Traits } from './shape';
import { escaped, type XmlElement } from './xml';

/** The members of a structure from the children and attributes of its element. */
export function membersFromXml(members: readonly Member[], element: XmlElement, depth = 0): Plain {
  const structure: Plain = {};
  for (const member of members) {
    const name = member.traits.xmlName ?? member.name;
    if (member.traits.xmlAttribute) {
      const text = element.attributes.get(name);
      if (text !== undefined && isScalar(member.shape)) structure[member.name] = scalarOf(member.shape, text);
      continue;
    }
    const found = element.children.filter((child) => child.name === local(name));
    if (found[0] !== undefined) structure[member.name] = memberFromXml(member, found, deeper(depth));
  }
  return structure;
}

function memberFromXml({ shape, traits }: Member, found: readonly XmlElement[], depth: number): unknown {
  if (shape.kind === 'list' && traits.xmlFlattened) return found.map((element) => fromXml(shape.item.shape, element, depth));
  if (shape.kind === 'map' && traits.xmlFlattened) return mapFromXml(shape, found, depth);
  return fromXml(shape, found[0] as XmlElement, depth);
}

export function fromXml(shape: Shape, element: XmlElement, depth = 0): unknown {
  if (shape.kind === 'list') {
    const name = shape.item.traits.xmlName ?? 'member';
    return element.children
      .filter((child) => child.name === name)
      .map((child) => fromXml(shape.item.shape, child, deeper(depth)));
  }
  if (shape.kind === 'map')
    return mapFromXml(
      shape,
      element.children.filter((child) => child.name === 'entry'),
      depth,
    );
  return isScalar(shape) ? scalarOf(shape, element.text) : membersFromXml(shape.members, element, depth);
}

function mapFromXml({ key, value }: MapShape, entries: readonly XmlElement[], depth: number): Plain {
  const map: Plain = {};
  for (const entry of entries) {
    const keyElement = entry.children.find((child) => child.name === (key.traits.xmlName ?? 'key'));
    const valueElement = entry.children.find((child) => child.name === (value.traits.xmlName ?? 'value'));
    if (keyElement && valueElement) put(map, keyElement.text, fromXml(value.shape, valueElement, deeper(depth)));
  }
  return map;
}

/** An element with everything in it; timestamps are in `date-time` unless the schema says otherwise. */
export function toXml(name: string, shape: Shape, value: unknown, traits: Traits = {}): string {
  const own = namespaceOf(traits);
  if (shape.kind === 'list') return `<${name}${own}>${itemsToXml(shape, value, shape.item.traits.xmlName ?? 'member')}</${name}>`;
  if (shape.kind === 'map') return `<${name}${own}>${entriesToXml(shape, value, 'entry')}</${name}>`;
  if (isScalar(shape)) return `<${name}${own}>${escaped(scalarText(shape, value, 'date-time'))}</${name}>`;
  const given = value as object;
  const attributes = shape.members.filter((member) => member.traits.xmlAttribute).map((member) => attribute(member, given));
  return `<${name}${own}${attributes.join('')}>${membersToXml(shape.members, given)}</${name}>`;
}

/** The elements of these members, one after the other. */
export function membersToXml(members: readonly Member[], value: object): string {
  return members.map((member) => memberToXml(member, own(value, member.name))).join('');
}

function memberToXml({ name: memberName, shape, traits }: Member, value: unknown): string {
  if (value === undefined || value === null || traits.xmlAttribute) return '';
  const name = traits.xmlName ?? memberName;
  if (traits.xmlFlattened && shape.kind === 'list') return itemsToXml(shape, value, name);
  if (traits.xmlFlattened && shape.kind === 'map') return entriesToXml(shape, value, name);
  return toXml(name, shape, value, traits);
}

function itemsToXml({ item, sparse }: ListShape, value: unknown, name: string): string {
  return [...(value as Iterable<unknown>)]
    .map((each) => (each === null || each === undefined ? (sparse ? `<${name}/>` : '') : toXml(name, item.shape, each)))
    .join('');
}

function entriesToXml({ key, value }: MapShape, map: unknown, name: string): string {
  return Object.entries(map as object)
    .filter(([, item]) => item !== undefined && item !== null)
    .map(([itemKey, item]) => {
      const keyElement = toXml(key.traits.xmlName ?? 'key', key.shape, itemKey);
      return `<${name}>${keyElement}${toXml(value.traits.xmlName ?? 'value', value.shape, item)}</${name}>`;
    })
    .join('');
}

function attribute({ name, shape, traits }: Member, value: object): string {
  const given = own(value, name);
  if (given === undefined || given === null || !isScalar(shape)) return '';
  return ` ${traits.xmlName ?? name}="${escaped(scalarText(shape, given, 'date-time'))}"`;
}

function namespaceOf({ xmlNamespace }: Traits): string {
  if (xmlNamespace === undefined) return '';
  const [prefix, uri] = xmlNamespace;
  return prefix ? ` xmlns:${prefix}="${escaped(uri)}"` : ` xmlns="${escaped(uri)}"`;
}

function isScalar(shape: Shape): shape is Exclude<Shape, { kind: 'list' | 'map' | 'structure' | 'union' | 'error' }> {
  return !['list', 'map', 'structure', 'union', 'error'].includes(shape.kind);
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
