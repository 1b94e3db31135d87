import type { App } from './app';
import type { Declaration } from './declaration';
import { ALIAS, FUNCTION, VERSION } from './lambda-function';
import type { Part } from './part';

const TYPES = [FUNCTION, VERSION, ALIAS];

/** The function, version or alias of the same template that a value is taken from, as the template writes it: by `Ref` or `Fn::GetAtt`. */
export function sourceOf(app: App, from: Declaration, written: Part): Declaration | undefined {
  const value = written.value();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [logicalId] = written.has('Ref') ? written.texts('Ref') : written.texts('Fn::GetAtt').flatMap((text) => text.split('.'));
  return logicalId === undefined ? undefined : byLogicalId(app).get(`${from.address.stack} ${logicalId}`);
}

function byLogicalId(app: App): ReadonlyMap<string, Declaration> {
  return app.once('functions, versions and aliases by logical id', () => {
    const all = app.ofType(...TYPES).map((one) => [`${one.address.stack} ${one.address.logicalId}`, one] as const);
    return new Map(all);
  });
}
