import type { App } from 'aws-cdk-lib';
import { packFindings } from '../../support/aws-solutions';
import { stackIn } from '../scene';
import { ACCEPTED, isAbout } from './accepted';
import { SCENES } from './scenes';

/** The rules that the pack finds broken, each once. Code is not bundled, of which the pack knows nothing. */
function brokenRules(name: string): readonly string[] {
  const stack = stackIn({ 'aws:cdk:bundling-stacks': [] });
  SCENES[name]?.(stack);
  const app = stack.node.root as App;
  app.synth();
  return [...new Set(packFindings(app).map(({ rule }) => rule))].sort();
}

test.each(Object.keys(SCENES))('AwsSolutions has nothing against %s but what is accepted', (name) => {
  const broken = brokenRules(name);
  const accepted = ACCEPTED.filter(({ scenes }) => scenes.includes(name));

  expect(broken.filter((rule) => !accepted.some((row) => isAbout(row, rule)))).toEqual([]);
  expect(accepted.filter((row) => !broken.some((rule) => isAbout(row, rule)))).toEqual([]);
});

test('what is accepted is of scenes that there are, and has its reason', () => {
  for (const { rule, scenes, reason } of ACCEPTED) {
    expect([rule, scenes.filter((scene) => !(scene in SCENES))]).toEqual([rule, []]);
    expect(reason.length).toBeGreaterThan(20);
  }
});
