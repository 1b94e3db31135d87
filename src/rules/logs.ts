import { defaultLogGroup, FUNCTION_DEFAULTS } from '../spec/function-defaults';
import type { App } from './app';
import type { Declaration } from './declaration';
import { sameNames } from './function-names';
import { environmentOf, FUNCTION, isManaged } from './lambda-function';
import { each, type Rule } from './rule';

const GROUP = 'AWS::Logs::LogGroup';
const LEVELS = ['ApplicationLogLevel', 'SystemLogLevel'];
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html';
const GROUP_SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html';

/** The name of the group that the function writes to; undefined when it is not known. */
export function logGroupOf(fn: Declaration): string | undefined {
  if (fn.has('LoggingConfig', 'LogGroup')) {
    return fn.isKnown('LoggingConfig', 'LogGroup') ? fn.text('LoggingConfig', 'LogGroup') : undefined;
  }
  return fn.ref === undefined ? undefined : defaultLogGroup(fn.ref);
}

/** The functions that write to each group, by environment and name. */
function writers(app: App): ReadonlyMap<string, readonly Declaration[]> {
  return app.once('writers of log groups', () => {
    const found = new Map<string, Declaration[]>();
    for (const fn of app.ofType(FUNCTION)) {
      const group = logGroupOf(fn);
      if (group === undefined) continue;
      const key = `${environmentOf(fn)} ${group}`;
      const others = found.get(key);
      if (others === undefined) found.set(key, [fn]);
      else others.push(fn);
    }
    return found;
  });
}

export const LOGS: readonly Rule[] = [
  {
    id: 'FN-63',
    severity: 'error',
    title: 'Log levels are set for logs that are text',
    why: 'Lambda refuses the function: levels are for logs in JSON.',
    remedy: 'Set LogFormat to JSON, or take the levels away.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      const format = fn.text('LoggingConfig', 'LogFormat') ?? (isManaged(fn) ? 'JSON' : FUNCTION_DEFAULTS.logFormat);
      const level = LEVELS.find((each) => fn.has('LoggingConfig', each));
      if (level === undefined || format === 'JSON') return;
      yield { on: fn, property: `Properties.LoggingConfig.${level}`, message: `${level} is set, but the format is ${format}.` };
    }),
  },
  {
    id: 'FN-63-managed',
    severity: 'error',
    title: 'A function on a capacity provider logs text',
    why: 'Such functions log in JSON only.',
    remedy: 'Set LogFormat to JSON.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      if (!isManaged(fn) || fn.text('LoggingConfig', 'LogFormat') !== 'Text') return;
      yield { on: fn, property: 'Properties.LoggingConfig.LogFormat', message: 'The format is Text.' };
    }),
  },
  {
    id: 'FN-63-group',
    severity: 'error',
    title: 'The log group of a function is made twice',
    why: 'CloudFormation refuses to make a log group that is there already.',
    remedy: 'Make it once, and hand it to whatever else needs it.',
    source: GROUP_SOURCE,
    check: each(
      (app) => sameNames(app, GROUP, 'LogGroupName').map((same) => ({ same, writers: writers(app) })),
      function* ({ same: [group, first, name], writers: known }) {
        if (!known.has(`${environmentOf(group)} ${name}`)) return;
        const isInOneTemplate = group.address.stack === first.address.stack;
        const message = `${first.path} makes ${name}, too.`;
        yield { on: group, property: 'Properties.LogGroupName', ...(isInOneTemplate && { seenByCdk: 'E3019' }), message };
      },
    ),
  },
  {
    id: 'INV-88',
    severity: 'warning',
    title: 'The log group of a function is made by another stack',
    why: 'Lambda makes the group by itself when the function is invoked before that stack is deployed; the deployment then fails.',
    remedy: 'Make the log group in the stack of the function, and hand it to the function.',
    source: GROUP_SOURCE,
    check: each(GROUP, function* (group, app) {
      if (!group.isKnown('LogGroupName')) return;
      const all = writers(app).get(`${environmentOf(group)} ${group.text('LogGroupName')}`) ?? [];
      const other = all.find((fn) => fn.address.stack !== group.address.stack && !fn.has('LoggingConfig', 'LogGroup'));
      if (other === undefined || all.some((fn) => fn.address.stack === group.address.stack)) return;
      yield { on: group, property: 'Properties.LogGroupName', message: `${other.path} writes to ${group.text('LogGroupName')}.` };
    }),
  },
];
