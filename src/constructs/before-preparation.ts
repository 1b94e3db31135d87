import { Stage } from 'aws-cdk-lib/core';
import { Dependable, type IConstruct } from 'constructs';

const moments = new WeakMap<IConstruct, (() => void)[]>();

/**
 * Does something when everything of an app or stage is there: after all aspects, whatever their priority, and before references
 * between stacks become exports and the templates of nested stacks get their names.
 *
 * The CDK asks the app or stage first what it depends on, and resources may still come and go then. It may ask more than once, so
 * that what is done has to be done twice without harm.
 */
export function beforePreparation(scope: IConstruct, act: () => void): void {
  const stage = stageOf(scope);
  const before = moments.get(stage);
  if (before) {
    before.push(act);
    return;
  }
  const acts = [act];
  moments.set(stage, acts);
  let isRunning = false;
  const moment = {};
  Dependable.implement(moment, {
    get dependencyRoots() {
      if (isRunning) return [];
      isRunning = true;
      try {
        for (const each of acts) each();
      } finally {
        isRunning = false;
      }
      return [];
    },
  });
  stage.node.addDependency(moment);
}

/** What is synthesized on its own. */
export function stageOf(scope: IConstruct): IConstruct {
  return Stage.isStage(scope) ? scope : (Stage.of(scope) ?? scope.node.root);
}

/** Everything in an app or stage, without the stages in it. */
export function* constructsOf(construct: IConstruct): Iterable<IConstruct> {
  yield construct;
  for (const child of construct.node.children) {
    if (!Stage.isStage(child)) yield* constructsOf(child);
  }
}
