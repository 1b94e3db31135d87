import type { Chance } from '../chance-port';
import type { Happening } from '../journal/entry';
import type { Journal } from '../journal/journal';

/** The place of one invocation, or of one attempt of an event, in the journal and in the dice. */
export interface Turn {
  /** Ids and throws of this invocation alone, where runs are to be alike; those of the run otherwise. */
  readonly chance: Chance;
  /** Sorts what is due at one instant; the same in every run. */
  readonly path: string;
  append(happening: Happening): void;
  /** Nothing more of it will happen; of what it set off, there may. */
  end(): void;
  /** The place of something that it sets off; `key` says what that is, whenever it comes. */
  child(key: string): Turn;
}

/** Hands out places: as things happen, or in an order that is the same in every run. */
export interface Turns {
  begin(): Turn;
}

/** What happens is told at once. */
export function turnsAsTheyCome(journal: Journal, chance: Chance): Turns {
  const turn: Turn = {
    chance,
    path: '',
    append: (happening) => journal.append(happening),
    end: () => undefined,
    child: () => turn,
  };
  return { begin: () => turn };
}

/**
 * Invocations are told in the order in which they were begun, each as a whole, and after each those that its handler made, by
 * what was called. Which of several processes is faster is then not seen.
 */
export class TurnsInOrder implements Turns {
  private readonly roots: OrderedTurn[] = [];
  private begun = 0;

  constructor(
    private readonly journal: Journal,
    private readonly chance: Chance,
  ) {}

  begin(): Turn {
    const path = `${this.begun++}`.padStart(12, '0');
    return this.add(new OrderedTurn(this, this.chance.fork(path), path));
  }

  add(turn: OrderedTurn): OrderedTurn {
    this.roots.push(turn);
    this.advance();
    return turn;
  }

  /** Tells what can be told by now. */
  advance(): void {
    for (let first = this.roots[0]; first; first = this.roots[0]) {
      first.tellOwn(this.journal);
      if (!first.isOver) return;
      this.roots.shift();
      first.tell(this.journal);
    }
  }
}

class OrderedTurn implements Turn {
  private untold: Happening[] = [];
  /** Where what happens is told at once: its turn has come. */
  private telling: Journal | undefined;
  private readonly children: OrderedTurn[] = [];
  private readonly asked = new Map<string, number>();
  private ended = false;
  private told = false;

  constructor(
    private readonly turns: TurnsInOrder,
    readonly chance: Chance,
    readonly path: string,
  ) {}

  append(happening: Happening): void {
    if (this.telling) this.telling.append(happening);
    else this.untold.push(happening);
  }

  end(): void {
    this.ended = true;
    this.turns.advance();
  }

  child(key: string): Turn {
    const times = (this.asked.get(key) ?? 0) + 1;
    this.asked.set(key, times);
    const name = `${key} ${times}`;
    const turn = new OrderedTurn(this.turns, this.chance.fork(name), `${this.path}/${name}`);
    if (this.told) return this.turns.add(turn);
    this.children.push(turn);
    return turn;
  }

  get isOver(): boolean {
    return this.ended && this.children.every((child) => child.isOver);
  }

  tellOwn(journal: Journal): void {
    this.telling = journal;
    for (const happening of this.untold.splice(0)) journal.append(happening);
  }

  tell(journal: Journal): void {
    this.told = true;
    this.tellOwn(journal);
    for (const child of this.children.splice(0).sort(byPath)) child.tell(journal);
  }
}

export function byPath(one: Pick<Turn, 'path'>, other: Pick<Turn, 'path'>): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}
