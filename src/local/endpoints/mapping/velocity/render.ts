import { calculated, isCompared } from './calculate';
import { itemsOf } from './collection-methods';
import { Budget, RENDERING_LIMITS } from './limits';
import { callMethod, item, property } from './members';
import type { Expression, Node, Nodes, Reference } from './syntax';
import { TemplateError } from './template-error';
import { Dict, isTrue, List, type Tool, textOf, type Value } from './values';

/** The text of a template with these variables, which it may change; a reference that leads nowhere is the empty text. */
export function render(nodes: Nodes, variables: ReadonlyMap<string, Value>): string {
  try {
    return new Rendering(nodes, variables).text(nodes);
  } catch (error) {
    // Of the stack, as by a map that is in itself, or of the longest text that JavaScript can have.
    if (error instanceof RangeError) throw new TemplateError('its values are nested without end, or too large');
    throw error;
  }
}

type Macro = Extract<Node, { is: 'macro' }>;

class Rendering {
  private readonly budget = new Budget();
  private readonly macros = new Map<string, Macro>();
  private readonly globals: Map<string, Value>;
  /** Of loops and macros; the innermost first. */
  private readonly scopes: Map<string, Value>[] = [];
  private depth = 0;
  /** `#stop` ends everything, `#break` the loop. */
  private ending: 'stop' | 'break' | undefined;

  constructor(nodes: Nodes, variables: ReadonlyMap<string, Value>) {
    this.globals = new Map(variables);
    this.hoist(nodes);
  }

  text(nodes: Nodes): string {
    let text = '';
    for (const node of nodes) {
      if (this.ending) break;
      this.budget.spend();
      const piece = this.piece(node);
      if (piece !== '') text = this.budget.made(piece) && text + piece;
    }
    return text;
  }

  private piece(node: Node): string {
    switch (node.is) {
      case 'text':
        return node.text;
      case 'reference':
        return textOf(this.reference(node.reference));
      case 'escaped':
        return this.found(node.reference) === null ? `\\${node.source}` : node.source;
      case 'set':
        this.set(node.target, this.value(node.value));
        return '';
      case 'if':
        return this.text(node.branches.find(({ condition }) => !condition || isTrue(this.value(condition)))?.body ?? []);
      case 'foreach':
        return this.loop(node);
      case 'define':
        this.assign(node.name, { is: 'block', render: () => this.deeper(() => this.text(node.body)) });
        return '';
      case 'macro':
        return '';
      case 'call':
        return this.call(node);
      default:
        this.ending = node.is;
        return '';
    }
  }

  /** Macros may be used before they stand in the template; the first of a name is the one. */
  private hoist(nodes: Nodes): void {
    for (const node of nodes) {
      if (node.is === 'macro' && !this.macros.has(node.name)) this.macros.set(node.name, node);
      if (node.is === 'if') for (const { body } of node.branches) this.hoist(body);
      if (node.is === 'foreach' || node.is === 'define' || node.is === 'macro') this.hoist(node.body);
    }
  }

  private call({ name, args, body, source }: Extract<Node, { is: 'call' }>): string {
    const macro = this.macros.get(name);
    if (!macro) return source;
    const scope = new Map<string, Value>();
    macro.parameters.forEach((parameter, i) => {
      const arg = args[i];
      scope.set(parameter, arg ? this.value(arg) : null);
    });
    if (body) scope.set('bodyContent', { is: 'block', render: () => this.deeper(() => this.text(body)) });
    return this.deeper(() => this.inside(scope, () => this.text(macro.body)));
  }

  private loop({ item: name, list, body }: Extract<Node, { is: 'foreach' }>): string {
    const items = [...itemsOf(this.value(list))].slice(0, RENDERING_LIMITS.turns);
    const scope = new Map<string, Value>();
    const parent = this.lookup('foreach');
    let text = '';
    items.forEach((each, i) => {
      if (this.ending) return;
      this.budget.spend();
      scope.set(name, each);
      scope.set('velocityCount', BigInt(i + 1));
      scope.set('foreach', this.turn(i, items.length, parent));
      text += this.inside(scope, () => this.text(body));
    });
    if (this.ending === 'break') this.ending = undefined;
    return this.budget.made(text);
  }

  private turn(i: number, length: number, parent: Value): Tool {
    const facts = new Map<string, Value>([
      ['count', BigInt(i + 1)],
      ['first', i === 0],
      ['hasNext', i + 1 < length],
      ['index', BigInt(i)],
      ['last', i + 1 === length],
      ['parent', parent],
    ]);
    const getters = new Map([...facts].map(([name, value]) => [getter(name, value), value] as const));
    return {
      is: 'tool',
      text: '',
      get: (name) => facts.get(name),
      call: (name) => {
        if (name === 'stop') this.ending = 'break';
        return name === 'stop' ? '' : getters.get(name);
      },
    };
  }

  private inside<T>(scope: Map<string, Value>, work: () => T): T {
    this.scopes.unshift(scope);
    const result = work();
    this.scopes.shift();
    return result;
  }

  private deeper(work: () => string): string {
    if (this.depth >= RENDERING_LIMITS.depth) {
      throw new TemplateError(`macros and blocks call each other more than ${RENDERING_LIMITS.depth} deep`);
    }
    this.depth += 1;
    const text = work();
    this.depth -= 1;
    return text;
  }

  private lookup(name: string): Value {
    const scope = this.scopes.find((each) => each.has(name)) ?? this.globals;
    return scope.get(name) ?? null;
  }

  private assign(name: string, value: Value): void {
    const scope = this.scopes.find((each) => each.has(name)) ?? this.globals;
    scope.set(name, value);
  }

  /** What leads nowhere is the empty text, also where it is compared or handed on. */
  private reference(reference: Reference): Value {
    return this.found(reference) ?? '';
  }

  private found({ root, steps }: Reference): Value {
    let value = this.lookup(root);
    for (const step of steps) {
      if (value === null) return null;
      this.budget.spend();
      if (step.is === 'property') value = property(value, step.name) ?? null;
      else if (step.is === 'index') value = item(value, this.value(step.index)) ?? null;
      else value = this.called(value, step.name, step.args);
    }
    return value;
  }

  private called(value: Value, name: string, given: readonly Expression[]): Value {
    const args = given.map((arg) => this.value(arg));
    for (const arg of args) if (typeof arg === 'string') this.budget.spend(Math.ceil(arg.length / 1024));
    const result = callMethod(value, name, args) ?? null;
    if (typeof result === 'string') this.budget.made(result);
    else if (result instanceof List || result instanceof Dict) this.budget.spend(itemsOf(result).length);
    return result;
  }

  /** Nothing comes of null, as Velocity has it. */
  private set({ root, steps }: Reference, value: Value): void {
    if (value === null) return;
    const last = steps.at(-1);
    if (!last) {
      this.assign(root, value);
      return;
    }
    const owner = this.found({ root, steps: steps.slice(0, -1) });
    if (last.is === 'method') throw new TemplateError(`#set cannot set what the method ${last.name} gives`);
    if (owner instanceof Dict) owner.entries.set(last.is === 'property' ? last.name : textOf(this.value(last.index)), value);
    else if (owner instanceof List && last.is === 'index') callMethod(owner, 'set', [this.value(last.index), value]);
  }

  private value(expression: Expression): Value {
    this.budget.spend();
    switch (expression.is) {
      case 'literal':
        return expression.value;
      case 'template':
        return this.budget.made(this.text(expression.nodes));
      case 'reference':
        return this.reference(expression.reference);
      case 'list':
        return new List(expression.items.map((each) => this.value(each)));
      case 'map':
        return new Dict(expression.entries.map(([key, each]) => [textOf(this.value(key)), this.value(each)] as const));
      case 'range':
        return this.range(this.value(expression.from), this.value(expression.to));
      case 'not':
        return !isTrue(this.value(expression.of));
      case 'both':
        return isTrue(this.value(expression.left)) && isTrue(this.value(expression.right));
      case 'either':
        return isTrue(this.value(expression.left)) || isTrue(this.value(expression.right));
      case 'compared':
        return isCompared(expression.by, this.value(expression.left), this.value(expression.right));
      default:
        return this.calculated(expression);
    }
  }

  private calculated({ by, left, right }: Extract<Expression, { is: 'calculated' }>): Value {
    const result = calculated(by, this.value(left), this.value(right));
    return typeof result === 'string' ? this.budget.made(result) : result;
  }

  /** Also downwards; both ends belong to it. */
  private range(from: Value, to: Value): Value {
    if (typeof from !== 'bigint' || typeof to !== 'bigint') return null;
    const length = Number(from < to ? to - from : from - to) + 1;
    this.budget.spend(length);
    const step = from < to ? 1n : -1n;
    return new List(Array.from({ length }, (_, i) => from + BigInt(i) * step));
  }
}

function getter(name: string, value: Value): string {
  if (name === 'hasNext') return name;
  return `${typeof value === 'boolean' ? 'is' : 'get'}${name[0]?.toUpperCase()}${name.slice(1)}`;
}
