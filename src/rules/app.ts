import type { Application } from '../model/application';
import type { CodeFacts } from '../model/code-facts';
import { parseFunctionName } from '../model/function-name';
import type { Inventory } from '../model/inventory';
import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION } from '../spec/pseudo-parameters';
import { Declaration } from './declaration';

/** A function that something names, and the alias or version of it that is meant. */
export interface FunctionTarget {
  readonly fn: Declaration;
  /** As it is written; absent for the function itself. */
  readonly qualifier?: string;
  readonly alias?: Declaration;
  readonly version?: Declaration;
}

const FUNCTION = 'AWS::Lambda::Function';
const ALIAS = 'AWS::Lambda::Alias';
const VERSION = 'AWS::Lambda::Version';

/** Everything that the app declares, found by type and by the names that resources have for each other. */
export class App {
  readonly application: Application;
  readonly code: readonly CodeFacts[];
  /** `2026-11-20`: what ends by a day is judged by it. */
  readonly today: string;
  private readonly byType = new Map<string, Declaration[]>();
  private readonly byName = new Map<string, Map<string, Declaration>>();
  private readonly derived = new Map<string, unknown>();

  constructor(inventory: Inventory, today: string) {
    this.application = inventory.application;
    this.code = inventory.code;
    this.today = today;
    for (const resource of inventory.resources) {
      const declaration = new Declaration(resource);
      const others = this.byType.get(resource.type);
      if (others === undefined) this.byType.set(resource.type, [declaration]);
      else others.push(declaration);
    }
  }

  /** The resources of these types, the CDK's own helpers left out. */
  ofType(...types: readonly string[]): readonly Declaration[] {
    return types.flatMap((type) => this.byType.get(type) ?? []).filter(({ resource }) => !resource.isHelper);
  }

  /** Every type that some resource has. */
  get types(): readonly string[] {
    return [...this.byType.keys()];
  }

  /** The resource of this type that `Ref` or its ARN calls so; undefined when it is not one of this app. */
  named(name: string | undefined, ...types: readonly string[]): Declaration | undefined {
    if (name === undefined) return undefined;
    for (const type of types) {
      const found = this.namesOf(type).get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The function of this app that the text names, by name or ARN, as seen from `from`; undefined when it is another. */
  functionNamed(text: string | undefined, from: Declaration): FunctionTarget | undefined {
    if (text === undefined) return undefined;
    const parsed = parseFunctionName(text, environmentOf(from));
    if (parsed === undefined) return undefined;
    const fn = this.functions.get(`${parsed.region} ${parsed.account} ${parsed.name}`);
    if (fn === undefined) return undefined;
    const { qualifier } = parsed;
    if (qualifier === undefined || qualifier === '$LATEST') return { fn, qualifier };
    const alias = this.aliasesOf(fn).find((each) => each.isKnown('Name') && each.text('Name') === qualifier);
    const version = this.versionsOf(fn).find((each) => each.ref?.endsWith(`:${qualifier}`));
    return { fn, qualifier, ...(alias && { alias }), ...(version && { version }) };
  }

  aliasesOf(fn: Declaration): readonly Declaration[] {
    return this.hanging(ALIAS).get(fn) ?? [];
  }

  versionsOf(fn: Declaration): readonly Declaration[] {
    return this.hanging(VERSION).get(fn) ?? [];
  }

  /** What `make` gives, made once: for what several rules look up. */
  once<T>(name: string, make: () => T): T {
    if (!this.derived.has(name)) this.derived.set(name, make());
    return this.derived.get(name) as T;
  }

  private get functions(): ReadonlyMap<string, Declaration> {
    return this.once('functions by name', () => {
      const functions = new Map<string, Declaration>();
      // Helpers, too: what hangs on them must not look as if it hung on nothing.
      for (const fn of this.byType.get(FUNCTION) ?? []) {
        const [, , , region, account, , name] = fn.arn?.split(':') ?? [];
        if (name !== undefined) functions.set(`${region} ${account} ${name}`, fn);
      }
      return functions;
    });
  }

  /** The aliases or versions of every function. */
  private hanging(type: string): ReadonlyMap<Declaration, readonly Declaration[]> {
    return this.once(`hanging ${type}`, () => {
      const hanging = new Map<Declaration, Declaration[]>();
      for (const each of this.byType.get(type) ?? []) {
        const name = each.isKnown('FunctionName') ? each.text('FunctionName') : undefined;
        const parsed = name === undefined ? undefined : parseFunctionName(name, environmentOf(each));
        const fn = parsed && this.functions.get(`${parsed.region} ${parsed.account} ${parsed.name}`);
        if (fn === undefined) continue;
        const others = hanging.get(fn);
        if (others === undefined) hanging.set(fn, [each]);
        else others.push(each);
      }
      return hanging;
    });
  }

  private namesOf(type: string): ReadonlyMap<string, Declaration> {
    const known = this.byName.get(type);
    if (known !== undefined) return known;
    const names = new Map<string, Declaration>();
    for (const declaration of this.byType.get(type) ?? []) {
      for (const name of [declaration.ref, declaration.arn]) {
        if (name !== undefined && !names.has(name)) names.set(name, declaration);
      }
    }
    this.byName.set(type, names);
    return names;
  }
}

/** The account and Region that the ARNs of a resource's stack have, placeholders included. */
function environmentOf(declaration: Declaration): { readonly account: string; readonly region: string } {
  const { resource } = declaration;
  return { account: resource.account ?? PLACEHOLDER_ACCOUNT, region: resource.region ?? PLACEHOLDER_REGION };
}
