import type { Member, OperationSchema, Shape, StructureShape, TimestampFormat, Traits } from './shape';

/** One service's operations and errors, from a file of `assets/aws`; a shape is made when it is first asked for. */
export class ServiceSchema {
  readonly operations: ReadonlyMap<string, OperationSchema>;
  private readonly errors = new Map<string, StructureShape>();
  private readonly shapes: (Shape | undefined)[] = [];

  constructor(private readonly file: SchemaFile) {
    this.operations = new Map(file.operations.map((entry) => [entry[0], this.operation(entry)]));
  }

  static parse(text: string): ServiceSchema {
    return new ServiceSchema(JSON.parse(text) as SchemaFile);
  }

  /** The error of this name, or of this code in the Query protocol; undefined for one that the service does not model. */
  error(type: string): StructureShape | undefined {
    if (this.errors.size === 0) {
      const shapes = this.file.errors.map((number) => this.shapeOf(number) as StructureShape);
      for (const shape of shapes) if (shape.traits.awsQueryError) this.errors.set(shape.traits.awsQueryError[0], shape);
      for (const shape of shapes) this.errors.set(shape.name, shape);
    }
    return this.errors.get(type);
  }

  private operation([name, http, input, output]: StoredOperation): OperationSchema {
    const structure = (number: number | null) => (number === null ? undefined : (this.shapeOf(number) as StructureShape));
    return {
      name,
      ...(http && { http }),
      get input() {
        return structure(input);
      },
      get output() {
        return structure(output);
      },
    };
  }

  private shapeOf(reference: number | null): Shape {
    if (reference === null) return { kind: 'structure', name: '', traits: {}, members: [] };
    if (reference >= 0) return this.coded(reference);
    const known = this.shapes[-reference - 1];
    if (known) return known;
    const made = this.stored(this.file.shapes[-reference - 1] as StoredShape);
    this.shapes[-reference - 1] = made;
    return made;
  }

  /** Lists and maps of simple values have no name, and are a number as those are. */
  private coded(code: number): Shape {
    if (code & MAP_BIT) return this.mapShape(0, code & SIMPLE_BITS, {});
    if (code & LIST_BIT) return { kind: 'list', item: this.member('member', code & SIMPLE_BITS), sparse: false };
    const simple = SIMPLE_SHAPES[code];
    if (!simple) throw new Error(`bug: no shape has the code ${code}`);
    return simple;
  }

  private stored(stored: StoredShape): Shape {
    if (stored[0] === SIMPLE) return this.shapeOf(referenceOf(stored[2]));
    if (stored[0] === LIST) {
      return { kind: 'list', item: this.member('member', stored[2]), sparse: traitsOf(stored[1]).sparse !== undefined };
    }
    if (stored[0] === MAP) return this.mapShape(stored[2], stored[3], traitsOf(stored[1]));
    return this.structure(stored);
  }

  private structure([kind, traits, name, names, references, required]: StoredStructure): Shape {
    let members: readonly Member[] | undefined;
    const read = () => names.map((member, at) => this.member(member, references[at] as Reference, at < required));
    return {
      kind: kind === UNION ? 'union' : kind === ERROR ? 'error' : 'structure',
      name,
      traits: traitsOf(traits),
      get members() {
        members ??= read();
        return members;
      },
    };
  }

  private mapShape(key: Reference, value: Reference, { sparse }: Traits): Shape {
    return { kind: 'map', key: this.member('key', key), value: this.member('value', value), sparse: sparse !== undefined };
  }

  private member(name: string, reference: Reference, required = false): Member {
    const target = referenceOf(reference);
    // The name of a structure is for documents of which it is the root.
    const { xmlName: _, ...own } =
      target !== null && target < 0 ? traitsOf((this.file.shapes[-target - 1] as StoredShape)[1]) : {};
    const atMember = typeof reference === 'object' && reference !== null ? traitsOf(reference[1]) : {};
    const streams: Traits = target === STREAMING_BLOB ? { streaming: 1 } : {};
    const shapeOf = () => this.shapeOf(target);
    let shape: Shape | undefined;
    return {
      name,
      traits: { ...own, ...atMember, ...streams },
      required,
      get shape() {
        shape ??= shapeOf();
        return shape;
      },
    };
  }
}

/** A number from 0 is the code of a simple shape, below 0 a place in `shapes`; with traits where the member has its own. */
type Reference = number | null | readonly [reference: number | null, traits: StoredTraits];
type StoredTraits = number | Traits;
type StoredOperation = readonly [name: string, http: OperationSchema['http'] | null, input: number | null, output: number | null];
type StoredStructure = readonly [
  kind: 3 | 4 | -3,
  traits: StoredTraits,
  name: string,
  members: readonly string[],
  references: readonly Reference[],
  required: number,
];
type StoredShape =
  | readonly [kind: 0, traits: StoredTraits, target: Reference]
  | readonly [kind: 1, traits: StoredTraits, item: Reference]
  | readonly [kind: 2, traits: StoredTraits, key: Reference, value: Reference]
  | StoredStructure;

/** As `scripts/aws-schemas.ts` writes it. */
interface SchemaFile {
  readonly operations: readonly StoredOperation[];
  readonly errors: readonly number[];
  readonly shapes: readonly StoredShape[];
}

const SIMPLE = 0;
const LIST = 1;
const MAP = 2;
const UNION = 4;
const ERROR = -3;
const [LIST_BIT, MAP_BIT, SIMPLE_BITS] = [64, 128, 63];
const STREAMING_BLOB = 42;

const timestamp = (format?: TimestampFormat): Shape => ({ kind: 'timestamp', ...(format && { format }) });
const SIMPLE_SHAPES: Readonly<Record<number, Shape>> = {
  0: { kind: 'string' },
  1: { kind: 'number' },
  2: { kind: 'boolean' },
  4: timestamp(),
  5: timestamp('date-time'),
  6: timestamp('http-date'),
  7: timestamp('epoch-seconds'),
  15: { kind: 'document' },
  17: { kind: 'bigInteger' },
  19: { kind: 'bigDecimal' },
  21: { kind: 'blob' },
  [STREAMING_BLOB]: { kind: 'blob' },
};

/** Traits without a value are bits, in this order. */
const BITS: readonly (keyof Traits | undefined)[] = [
  ...(['httpLabel', undefined, 'idempotencyToken', undefined] as const),
  ...(['httpPayload', 'httpResponseCode', 'httpQueryParams'] as const),
];

function traitsOf(stored: StoredTraits): Traits {
  if (typeof stored === 'object') return stored;
  return Object.fromEntries(BITS.filter((name, bit) => name !== undefined && (stored >> bit) & 1).map((name) => [name, 1]));
}

function referenceOf(reference: Reference): number | null {
  return typeof reference === 'object' && reference !== null ? reference[0] : reference;
}
