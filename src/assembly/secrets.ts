import type { SecretReference } from './dynamic-references';
import { isObject, type JsonObject, member } from './json';
import { type Named, NameIndex, type Place } from './name-index';
import type { Resource } from './resource';
import { madeUpSecret } from './resource-values/identity';

/** The secrets that the app makes, by ARN and by name. */
export class Secrets {
  private readonly index: NameIndex<Resource>;

  constructor(secrets: () => readonly Resource[]) {
    this.index = new NameIndex(() => secrets().flatMap(names));
  }

  /** Undefined when the app makes no such secret, or one without this key. */
  value({ secret, jsonKey }: SecretReference, from: Place): string | undefined {
    const found = this.index.find(secret, from);
    if (found === undefined) return undefined;
    const whole = found.text('SecretString') ?? generated(found);
    return jsonKey === undefined ? whole : memberOfJson(whole, jsonKey);
  }
}

function names(secret: Resource): Named<Resource>[] {
  const arn = () => String(secret.home.ref(secret.logicalId));
  const named = (name: () => string) => ({ item: secret, place: secret.home, name });
  // References may leave out the six characters at the end of the ARN.
  return [
    named(arn),
    named(() => arn().slice(0, -7)),
    named(() =>
      arn()
        .slice(0, -7)
        .replace(/^.*:secret:/, ''),
    ),
  ];
}

/** Secrets Manager makes up the value: all of it, or one member of a template. */
function generated(secret: Resource): string {
  const key = secret.text('GenerateSecretString', 'GenerateStringKey');
  const template = secret.text('GenerateSecretString', 'SecretStringTemplate');
  const value = madeUpSecret(secret);
  const parsed = template === undefined || key === undefined ? undefined : parse(template);
  return parsed === undefined || key === undefined ? value : JSON.stringify({ ...parsed, [key]: value });
}

function memberOfJson(text: string, key: string): string | undefined {
  const found = member(parse(text), key);
  return found === undefined || typeof found === 'string' ? found : JSON.stringify(found);
}

function parse(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
