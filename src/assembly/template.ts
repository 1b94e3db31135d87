import { AssemblyError } from './assembly-error';
import { isObject, type Json, type JsonObject, member } from './json';

/** The sections of a template that give its resources their values. */
export interface Template {
  readonly resources: JsonObject;
  readonly parameters: JsonObject;
  readonly conditions: JsonObject;
  readonly mappings: JsonObject;
  readonly outputs: JsonObject;
}

export function templateFrom(contents: JsonObject, file: string): Template {
  const section = (name: string): JsonObject => {
    const found: Json = member(contents, name) ?? {};
    if (isObject(found)) return found;
    throw new AssemblyError('ASSEMBLY_INVALID', `${file} is not a template: its ${name} are not an object.`);
  };
  return {
    resources: section('Resources'),
    parameters: section('Parameters'),
    conditions: section('Conditions'),
    mappings: section('Mappings'),
    outputs: section('Outputs'),
  };
}
