import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AWS_SERVICES, type AwsServiceFacts, type AwsServiceId } from '../src/spec/aws-services';
import { ROOT } from './command';

/** A schema as the SDK's clients hold it: a number or `unit` for what is simple, an array for what has a name. */
type Schema = number | string | readonly unknown[] | (() => Schema);
type Traits = number | Readonly<Record<string, unknown>>;

const load = createRequire(join(ROOT, 'package.json'));

const [SIMPLE, LIST, MAP, STRUCTURE, UNION, OPERATION, ERROR] = [0, 1, 2, 3, 4, 9, -3];
/** Traits that a server has no use for. */
const IDLE_TRAITS = ['sensitive', 'endpoint', 'httpChecksum', 'httpContentMd5', 'mediaType'];
const SENSITIVE_BIT = 1 << 3;

const PROTOCOLS: Readonly<Record<string, string>> = {
  AwsJson1_0Protocol: 'json1.0',
  AwsJson1_1Protocol: 'json1.1',
  AwsRestJsonProtocol: 'restJson1',
  AwsRestXmlProtocol: 'restXml',
  S3RestXmlProtocol: 'restXml',
  AwsQueryProtocol: 'query',
};

/** Where the schemas stand, relative to the root; generated, and compared like the other generated files. */
export const SCHEMA_FILES = Object.keys(AWS_SERVICES).map((id) => `assets/aws/${id}.json`);

/** Writes one file a service; fails when a fact of the table is not the SDK's. */
export function writeAwsSchemas(): void {
  mkdirSync(join(ROOT, 'assets/aws'), { recursive: true });
  for (const id of Object.keys(AWS_SERVICES) as AwsServiceId[]) {
    writeFileSync(join(ROOT, `assets/aws/${id}.json`), schemaFile(id, AWS_SERVICES[id]));
  }
}

function schemaFile(id: AwsServiceId, facts: AwsServiceFacts): string {
  const sdk = load(`@aws-sdk/client-${facts.client}`) as Record<string, unknown>;
  compare(id, facts, sdk);
  const shapes = new Shapes();
  const named = Object.values(sdk).filter((value): value is readonly unknown[] => Array.isArray(value));
  const byName = (a: readonly unknown[], b: readonly unknown[]) => (String(a[2]) < String(b[2]) ? -1 : 1);
  const operations = named
    .filter((schema) => schema[0] === OPERATION)
    .sort(byName)
    .map(([, , name, traits, input, output]) => [
      name,
      (traits as Record<string, unknown>)?.http ?? null,
      shapes.reference(input as Schema),
      shapes.reference(output as Schema),
    ]);
  const errors = named
    .filter((schema) => schema[0] === ERROR && !String(schema[1]).startsWith('smithy.'))
    .sort(byName)
    .map((schema) => shapes.reference(schema));
  const lines = (items: readonly unknown[]) => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  return `{"operations":${lines(operations)},\n"errors":${JSON.stringify(errors)},\n"shapes":${lines(shapes.all)}}\n`;
}

/** Gives every shape that is reached a number; -1 is the first in the file. */
class Shapes {
  readonly all: unknown[] = [];
  private readonly numbers = new Map<unknown, number>();

  reference(schema: Schema): unknown {
    const found = typeof schema === 'function' ? schema() : schema;
    if (found === 'unit') return null;
    if (typeof found === 'number') return found;
    if (!Array.isArray(found)) throw new Error(`this is no schema: ${String(found)}`);
    return found.length === 2 ? this.member(found[0] as Schema, found[1] as Traits) : this.numberOf(found);
  }

  private member(schema: Schema, traits: Traits): unknown {
    const kept = usefulTraits(traits);
    const reference = this.reference(schema);
    return kept === 0 ? reference : [reference, kept];
  }

  private numberOf(schema: readonly unknown[]): number {
    const known = this.numbers.get(schema);
    if (known !== undefined) return known;
    const number = -this.all.length - 1;
    this.numbers.set(schema, number);
    const place = this.all.push(null) - 1;
    this.all[place] = this.shape(schema);
    return number;
  }

  private shape([kind, , name, traits, ...rest]: readonly unknown[]): unknown {
    const kept = usefulTraits(traits as Traits);
    if (kind === SIMPLE || kind === LIST) return [kind, kept, this.reference(rest[0] as Schema)];
    if (kind === MAP) return [kind, kept, this.reference(rest[0] as Schema), this.reference(rest[1] as Schema)];
    if (kind !== STRUCTURE && kind !== UNION && kind !== ERROR) throw new Error(`${String(name)} is of the kind ${String(kind)}`);
    const [members, schemas, required = 0] = rest as [readonly string[], readonly Schema[], number?];
    return [kind, kept, name, members, schemas.map((schema) => this.reference(schema)), required];
  }
}

function usefulTraits(traits: Traits): Traits {
  if (typeof traits === 'number') return traits & ~SENSITIVE_BIT;
  const kept = Object.entries(traits).filter(([name]) => !IDLE_TRAITS.includes(name));
  return kept.length === 0 ? 0 : Object.fromEntries(kept);
}

function compare(id: string, facts: AwsServiceFacts, sdk: Record<string, unknown>): void {
  const isClient = ([name, value]: [string, unknown]) =>
    /[a-zA-Z0-9]Client$/.test(name) && name !== '__Client' && typeof value === 'function';
  const Client = Object.entries(sdk).find(isClient)?.[1] as new (options: object) => { config: SdkConfiguration };
  const { config } = new Client({ region: 'us-east-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
  const settings = config.protocolSettings;
  const scheme = config.httpAuthSchemeProvider({ region: 'us-east-1', Region: 'us-east-1', Bucket: 'b', operation: '' })[0];
  const found: AwsServiceFacts = {
    client: facts.client,
    signingName: scheme?.signingProperties.name ?? '',
    protocol: PROTOCOLS[config.protocol.constructor.name] as AwsServiceFacts['protocol'],
    target: settings.serviceTarget,
    version: settings.version,
    ...(facts.xmlNamespace !== undefined && { xmlNamespace: settings.xmlNamespace }),
    ...(settings.awsQueryCompatible && { queryCompatible: true }),
    ...(facts.paths && { paths: facts.paths }),
  };
  for (const [name, value] of Object.entries(found)) {
    const stated = facts[name as keyof AwsServiceFacts];
    if (stated !== value)
      throw new Error(`${id}: ${name} is ${String(value)} in the SDK, and ${String(stated)} in src/spec/aws-services.ts`);
  }
}

interface SdkConfiguration {
  readonly protocol: object;
  readonly protocolSettings: {
    readonly serviceTarget: string;
    readonly version: string;
    readonly xmlNamespace?: string;
    readonly awsQueryCompatible?: boolean;
  };
  readonly httpAuthSchemeProvider: (parameters: object) => readonly { readonly signingProperties: { readonly name: string } }[];
}
