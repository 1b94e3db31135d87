import type { ApiStage } from './api-stages';
import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';
import { knownText } from './known';
import type { Part } from './part';

/** A function that an API calls, and the stage that it does so in, where that makes a difference. */
export interface Integrated {
  readonly target: FunctionTarget;
  readonly stage?: ApiStage;
}

const URI = /:lambda:path\/[\d-]+\/functions\/(.+)\/(?:invocations|response-streaming-invocations)$/;
const VARIABLE = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g;

/** The functions that a URI of an API means: the same for all stages, or one for each when it has stage variables. */
export function* integrated(app: App, on: Declaration, uri: Part, stages: readonly ApiStage[]): Generator<Integrated> {
  const text = knownText(uri);
  if (text === undefined) return;
  const name = URI.exec(text)?.[1] ?? text;
  if (!name.includes('${stageVariables.')) {
    const target = app.functionNamed(name, on);
    if (target !== undefined && !target.fn.resource.isHelper) yield { target };
    return;
  }
  for (const stage of stages) {
    const filled = name.replace(VARIABLE, (_, variable: string) => stage.variables.get(variable) ?? '');
    const target = app.functionNamed(filled, on);
    if (target !== undefined && !target.fn.resource.isHelper) yield { target, stage };
  }
}
