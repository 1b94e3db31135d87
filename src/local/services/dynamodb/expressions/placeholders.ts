import { Refusal } from '../../refusal';
import type { AttributeValue } from '../attribute-value';
import { checkedValue, type RawItem } from '../checked-value';
import { invalid } from '../refusal';

/** `ExpressionAttributeNames` and `ExpressionAttributeValues` of one request: what `#name` and `:value` stand for. */
export class Placeholders {
  private readonly values = new Map<string, AttributeValue>();
  private readonly usedNames = new Set<string>();
  private readonly usedValues = new Set<string>();

  constructor(
    private readonly names: Readonly<Record<string, string>> | undefined,
    values?: RawItem,
  ) {
    checkNames(names);
    for (const [key, value] of checkedEntries(values)) this.values.set(key, value);
  }

  /** Undefined when the request does not define it. */
  name(key: string): string | undefined {
    if (!this.names || !Object.hasOwn(this.names, key)) return undefined;
    this.usedNames.add(key);
    return this.names[key];
  }

  value(key: string): AttributeValue | undefined {
    this.usedValues.add(key);
    return this.values.get(key);
  }

  /** To be called when all expressions are read: refuses what none of them has used. */
  checkUsed(): void {
    const names = Object.keys(this.names ?? {}).filter((key) => !this.usedNames.has(key));
    if (names.length > 0) throw unused('ExpressionAttributeNames', names);
    const values = [...this.values.keys()].filter((key) => !this.usedValues.has(key));
    if (values.length > 0) throw unused('ExpressionAttributeValues', values);
  }
}

function checkNames(names: Readonly<Record<string, string>> | undefined): void {
  if (names === undefined) return;
  const keys = Object.keys(names);
  if (keys.length === 0) throw invalid('ExpressionAttributeNames must not be empty');
  const wrong = keys.find((key) => !/^#[0-9a-zA-Z_]+$/.test(key));
  if (wrong !== undefined) throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${wrong}"`);
}

function checkedEntries(values: RawItem | undefined): readonly (readonly [string, AttributeValue])[] {
  if (values === undefined) return [];
  const entries = Object.entries(values);
  if (entries.length === 0) throw invalid('ExpressionAttributeValues must not be empty');
  const wrong = entries.find(([key]) => !/^:[0-9a-zA-Z_]+$/.test(key));
  if (wrong) throw invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${wrong[0]}"`);
  return entries.map(([key, value]) => {
    try {
      return [key, checkedValue(value)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
    }
  });
}

function unused(member: string, keys: readonly string[]): Refusal {
  return invalid(`Value provided in ${member} unused in expressions: keys: {${keys.join(', ')}}`);
}
