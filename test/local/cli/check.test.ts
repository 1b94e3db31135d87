import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { arn, assemblyOf, fn, ref, resource, type Scene } from '../../rules/fixture';

const CLI = join(__dirname, '../../../lib/bundled/cli.js');
const FROZEN = resolve(__dirname, '../../fixtures/assemblies');

/** Runs `lambda-kit check` in a folder. */
function check(cwd: string, ...args: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, 'check', ...args], { cwd, encoding: 'utf8' });
  return { out: stdout, err: stderr, code: status };
}

const MAPPING = resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: arn('Queue'), FunctionName: ref('Fn') });
const hiding = (VisibilityTimeout: unknown): Scene => ({
  Fn: fn({ Timeout: 60 }),
  Queue: resource('AWS::SQS::Queue', {
    VisibilityTimeout,
    RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead', maxReceiveCount: 5 },
  }),
  Mapping: MAPPING,
});

test('an error is told with its construct, what to do and a link, and the command ends with 1', () => {
  const { out, code } = check(assemblyOf(hiding(10)), '--app', '.');

  expect(out).toBe(
    [
      'S/Queue (AWS::SQS::Queue)',
      '  error    Messages are hidden for 10 s, but S/Fn may run for 60 s.',
      '           Lambda refuses the event source mapping. Raise the visibility timeout of the queue to six times the timeout of the function, plus the batching window.',
      '           SQS-06: https://github.com/cdk-lambda-kit/cdk-lambda-kit/blob/main/docs/rules.md#sqs-06',
      '',
      '1 function: 1 error, 0 warnings.',
      '',
    ].join('\n'),
  );
  expect(code).toBe(1);
});

test('a warning alone ends with 0, and with 1 when it is asked to be strict', () => {
  const app = assemblyOf(hiding(100));

  expect(check(app, '-a', '.')).toMatchObject({ code: 0, out: expect.stringContaining('0 errors, 1 warning.') });
  expect(check(app, '-a', '.', '--strict').code).toBe(1);
});

test('an app without a finding ends with 0 and its count', () => {
  expect(check(assemblyOf(hiding(360)), '--app', '.')).toEqual({ out: '1 function: 0 errors, 0 warnings.\n', err: '', code: 0 });
});

test('what cannot be decided is counted, and told when asked', () => {
  const app = assemblyOf(hiding({ 'Fn::ImportValue': 'of-another-app' }));

  expect(check(app, '--app', '.').out).toMatch(/^1 function: 0 errors, 0 warnings, \d+ not decided before the deployment\.\n$/);
  expect(check(app, '--app', '.', '--undecided').out).toMatch(
    /Not decided:\n {2}SQS-06 {2}S\/Queue, Properties\.VisibilityTimeout: /,
  );
});

test('machines get the same as JSON', () => {
  const { out } = check(assemblyOf(hiding(10)), '--app', '.', '--json');

  expect(JSON.parse(out)).toMatchObject({
    violations: [
      {
        rule: 'SQS-06',
        severity: 'error',
        path: 'S/Queue',
        stack: 'S',
        logicalId: 'Queue',
        type: 'AWS::SQS::Queue',
        property: 'Properties.VisibilityTimeout',
      },
    ],
    acknowledged: [],
    findings: [],
  });
});

test('code scanning gets SARIF that names the template', () => {
  const { runs } = JSON.parse(check(assemblyOf(hiding(10)), '--app', '.', '--sarif').out);

  expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['SQS-06']);
  expect(runs[0].results).toEqual([
    expect.objectContaining({
      ruleId: 'SQS-06',
      level: 'error',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'S.template.json' } },
          logicalLocations: [{ fullyQualifiedName: 'S/Queue', kind: 'resource', name: 'Properties.VisibilityTimeout' }],
        },
      ],
    }),
  ]);
});

test('what only matters for running an app here is not told', () => {
  expect(check(FROZEN, '--app', 'platform').err).toBe('');
});

test.each([
  [['extra'], /check takes no extra/],
  [['--json', '--sarif'], /either --json or --sarif/],
  [['--app', 'nowhere/at-all'], /nowhere\/at-all/],
])('fails when it is called with %p', (args, problem) => {
  const { err, code, out } = check(FROZEN, ...args);

  expect(err).toMatch(problem);
  expect(out).toBe('');
  expect(code).toBe(2);
});
