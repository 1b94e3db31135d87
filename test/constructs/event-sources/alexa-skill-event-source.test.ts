import { App, CfnParameter, Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AlexaSkillEventSource } from '../../../src/constructs/event-sources/alexa-skill-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, shipIn, statementsOf } from './source-scene';
import { TARGET_KINDS, TARGETS, warningsIn } from './targets';

const SKILL = 'amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef';

test.each([
  ['custom', 'alexa-appkit.amazon.com'],
  ['smartHome', 'alexa-connectedhome.amazon.com'],
] as const)('a skill of kind %s needs a permission for that skill, and nothing else (ALX-01)', (kind, principal) => {
  const { stack, ship } = shipIn();
  ship.addEventSource(AlexaSkillEventSource[kind](SKILL));

  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: names(stack, ship).arn,
      Principal: principal,
      EventSourceToken: SKILL,
    },
  ]);
  expect(statementsOf(stack)).toEqual([]);
});

test.each(TARGET_KINDS)('the %s gets the permission itself (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  AlexaSkillEventSource.custom(SKILL).bind(target);

  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: stack.resolve(target.functionArn) as unknown }]);
});

test('several skills can have one function, also when an id is known at deployment only; each keeps its name', () => {
  const ids = (skills: readonly string[]) => {
    const { stack, ship } = shipIn();
    const parameter = new CfnParameter(stack, 'Skill');
    for (const skill of [...skills, parameter.valueAsString]) ship.addEventSource(AlexaSkillEventSource.custom(skill));
    return Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
  };
  expect(ids([SKILL, `${SKILL}2`])).toHaveLength(3);
  expect(ids([SKILL, `${SKILL}2`])).toEqual(expect.arrayContaining(ids([])));
});

test('a function that may run longer than Alexa waits is warned of (ALX-02, VAL-28)', () => {
  const warned = (seconds: number) => {
    const { stack, ship } = shipIn(stackIn({}, new App({ outdir: temporaryFolder() })), { timeout: Duration.seconds(seconds) });
    ship.addEventSource(AlexaSkillEventSource.custom(SKILL));
    return warningsIn(stack, 'Alexa waits 8 s');
  };
  expect([warned(8), warned(9)]).toEqual([0, 1]);
});

test.each(['', 'a b', 'a'.repeat(257)])('fails when the id of the skill is %j (ALX-01, VAL-25)', (skillId) => {
  expect(() => shipIn().ship.addEventSource(AlexaSkillEventSource.custom(skillId))).toThrow(
    /skillId must have from 1 to 256 characters/,
  );
});

test('an id may have 256 characters', () => {
  expect(() => shipIn().ship.addEventSource(AlexaSkillEventSource.smartHome('a'.repeat(256)))).not.toThrow();
});
