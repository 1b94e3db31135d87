import { FOREACH_TURNS_MAX } from '../../../../spec/mapping-templates';
import { TemplateError } from './template-error';
import { TEXT_MAX } from './values';

/** How much one rendering may do, so that no template keeps the executor from its other work. */
export const RENDERING_LIMITS = {
  /** Pieces that are rendered and values that are worked out. */
  steps: 1_000_000,
  /** Macros and blocks inside each other, as Velocity's `velocimacro.max.depth`. */
  depth: 20,
  /** Turns of one `#foreach`: a quota of API Gateway, which ends the loop. */
  turns: FOREACH_TURNS_MAX,
} as const;

export class Budget {
  private steps = 0;
  private characters = 0;

  spend(steps = 1): void {
    this.steps += steps;
    if (this.steps > RENDERING_LIMITS.steps) throw new TemplateError('it does not come to an end: it was stopped');
  }

  /** A text that was made on the way. */
  made(text: string): string {
    this.characters += text.length;
    if (text.length > TEXT_MAX) throw new TemplateError(`a text is longer than ${TEXT_MAX} characters`);
    if (this.characters > 10 * TEXT_MAX)
      throw new TemplateError(`its texts are longer than ${10 * TEXT_MAX} characters together`);
    return text;
  }
}
