import { PASSWORD_FLAWS, randomPassword } from '../model/random-password';
import { PASSWORD_LENGTH } from '../spec/secrets-manager';
import { ATTACHED_DATABASES, attachedDetails } from './attached-database';
import type { SecretReference } from './dynamic-references';
import { isObject, type JsonObject, member } from './json';
import { type Named, NameIndex, type Place } from './name-index';
import type { Resource } from './resource';
import { attempt, Unresolved } from './unresolved';

const GENERATE = 'GenerateSecretString';
const DIE_DIGITS = 6;

/** The secrets that the app makes, by ARN and by name. */
export class Secrets {
  private readonly index: NameIndex<Resource>;

  constructor(private readonly ofType: (type: string) => readonly Resource[]) {
    this.index = new NameIndex(() => ofType('AWS::SecretsManager::Secret').flatMap(names));
  }

  /** The secret of this name or ARN, as seen from a stack. */
  find(id: string, from: Place): Resource | undefined {
    return this.index.find(id, from);
  }

  /** Undefined when the app makes no such secret, or one without this key. */
  value({ secret, jsonKey }: SecretReference, from: Place): string | undefined {
    const found = this.find(secret, from);
    if (found === undefined) return undefined;
    const whole = this.valueOf(found);
    return jsonKey === undefined || whole === undefined ? whole : memberOfJson(whole, jsonKey);
  }

  /** What the secret holds when the app has been deployed; undefined for one that is made without a value. */
  valueOf(secret: Resource): string | undefined {
    const given = secret.text('SecretString') ?? (secret.has(GENERATE) ? generated(secret) : undefined);
    const members = given === undefined ? undefined : parse(given);
    if (members === undefined) return given;
    const details = this.ofType('AWS::SecretsManager::SecretTargetAttachment')
      .filter((attachment) => this.secretOf(attachment) === secret)
      .map((attachment) => this.attachedTo(attachment) ?? {});
    return details.length === 0 ? given : JSON.stringify(Object.assign({ ...members }, ...details));
  }

  /** What an attachment adds to its secret; undefined where its database is not of the app. */
  attachedTo(attachment: Resource): JsonObject | undefined {
    return attachedDetails(attachment, ATTACHED_DATABASES.flatMap(this.ofType));
  }

  private secretOf(attachment: Resource): Resource | undefined {
    const id = attempt(() => attachment.text('SecretId')).value;
    return id === undefined ? undefined : this.find(id, attachment.home);
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
  const key = secret.text(GENERATE, 'GenerateStringKey');
  const template = secret.text(GENERATE, 'SecretStringTemplate');
  const value = madeUp(secret);
  if (key === undefined && template === undefined) return value;
  const parsed = template === undefined || key === undefined ? undefined : parse(template);
  if (parsed === undefined || key === undefined) {
    throw invalid('needs both a GenerateStringKey and a SecretStringTemplate that is a JSON object, or neither');
  }
  return JSON.stringify({ ...parsed, [key]: value });
}

/** A password after the options, which is the same in every run. */
function madeUp(secret: Resource): string {
  const flag = (name: string) => secret.flag(GENERATE, name);
  const length = secret.number(GENERATE, 'PasswordLength') ?? PASSWORD_LENGTH.usual;
  if (!Number.isInteger(length) || length < 1 || length > PASSWORD_LENGTH.max) {
    throw invalid(`has a PasswordLength of ${length}, which is no whole number from 1 to ${PASSWORD_LENGTH.max}`);
  }
  // As many dice as there are characters, and two more for each type that must be among them.
  const dice = secret.madeUp((length + 8) * DIE_DIGITS, 'hex', 'value');
  let drawn = 0;
  const made = randomPassword(
    {
      PasswordLength: length,
      ExcludeCharacters: secret.text(GENERATE, 'ExcludeCharacters'),
      ExcludeNumbers: flag('ExcludeNumbers'),
      ExcludePunctuation: flag('ExcludePunctuation'),
      ExcludeUppercase: flag('ExcludeUppercase'),
      ExcludeLowercase: flag('ExcludeLowercase'),
      IncludeSpace: flag('IncludeSpace'),
      RequireEachIncludedType: flag('RequireEachIncludedType'),
    },
    () => {
      const digits = dice.slice(drawn, drawn + DIE_DIGITS);
      drawn += DIE_DIGITS;
      return Number.parseInt(digits, 16) / 16 ** DIE_DIGITS;
    },
  );
  if (typeof made !== 'string') throw invalid(`leads to no password. ${PASSWORD_FLAWS[made.flaw]}`);
  return made;
}

function invalid(why: string): Unresolved {
  return new Unresolved('PROPERTY_INVALID', `${GENERATE} ${why}`);
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
