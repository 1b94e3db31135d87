import type { FindingCode } from '../../assembly/finding-codes';
import { readInventory } from '../../assembly/read-assembly';
import { checkRules } from '../../rules/check-rules';
import { assemblyFolder } from '../drivers/app-source';
import { dayOf } from '../time/day';
import { SystemClock } from '../time/system-clock';
import { asJson, asText } from './check-report';
import { APP_OPTION, type Command, parse, wrongCall } from './command';
import { asSarif } from './sarif';

/** Findings that matter to whoever runs the app here, and say nothing against deploying it. */
const ABOUT_RUNNING: readonly string[] = [
  'ATTRIBUTE_MADE_UP',
  'IMPORT_UNKNOWN',
  'OUTPUT_UNKNOWN',
  'PARAMETER_WITHOUT_VALUE',
  'PROPERTY_NOT_EMULATED',
  'SECRET_UNKNOWN',
  'SSM_PARAMETER_UNKNOWN',
] satisfies readonly FindingCode[];

/** Judges an app by the rules. */
export const check: Command = {
  name: 'check',
  summary: 'what Lambda would refuse or do badly, and what to do about it',
  usage: 'lambda-kit check [--app FOLDER|COMMAND] [--strict] [--undecided] [--json|--sarif]',
  options: [
    APP_OPTION,
    ['--strict', 'warnings fail as well: exit code 1'],
    ['--undecided', 'tells also what only the deployment decides'],
    ['--json', 'one object, for machines'],
    ['--sarif', 'SARIF 2.1.0, for code scanning'],
  ],

  async run(args, streams) {
    const { values, positionals } = parse(check, {
      args: [...args],
      options: {
        app: { type: 'string', short: 'a' },
        strict: { type: 'boolean' },
        undecided: { type: 'boolean' },
        json: { type: 'boolean' },
        sarif: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    if (positionals.length > 0) throw wrongCall(check, `check takes no ${positionals[0]}.`);
    if (values.json && values.sarif) throw wrongCall(check, 'check prints either --json or --sarif.');

    const folder = await assemblyFolder(values.app, streams.cwd, streams.ended);
    try {
      const inventory = readInventory(folder.directory);
      const outcome = checkRules(inventory, dayOf(new SystemClock().now()), { besideWarnings: false });
      for (const { code, where, message } of inventory.application.findings) {
        if (!ABOUT_RUNNING.includes(code)) streams.err.write(`${code}: ${where}: ${message}\n`);
      }
      if (values.json) streams.out.write(`${JSON.stringify(asJson(outcome, inventory), null, 2)}\n`);
      else if (values.sarif) streams.out.write(`${JSON.stringify(asSarif(outcome, inventory, streams.cwd), null, 2)}\n`);
      else streams.out.write(asText(outcome, inventory, values.undecided ?? false));
      return outcome.violations.some(({ rule }) => values.strict || rule.severity === 'error') ? 1 : 0;
    } finally {
      folder.cleanUp();
    }
  },
};
