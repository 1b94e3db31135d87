import type { Value } from '../model/declared';

/** Whether the property, as `Properties.Layers.0`, is written with an expression (`Ref`, `Fn::Sub`), in it or around it. */
export function isExpressed(written: Value | undefined, property: string): boolean {
  let found = written;
  for (const name of property.split('.').slice(1)) {
    if (isExpression(found)) return true;
    if (typeof found !== 'object' || found === null) return false;
    found = Object.hasOwn(found, name) ? (found as Record<string, Value>)[name] : undefined;
  }
  return hasExpression(found);
}

function hasExpression(value: Value | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isExpression(value) || Object.values(value).some(hasExpression);
}

function isExpression(value: Value | undefined): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::') === true);
}
