import type { Rule } from '../src/rules/rule';
import type { ConstructDefault } from '../src/spec/construct-defaults';
import type { EventSourceFacts } from '../src/spec/event-source';
import type { Behaviour } from '../src/spec/fidelity';

const GENERATED = '<!-- Made by `npm run docs`; edit the table in src instead. -->';

export interface CodeTable {
  readonly title: string;
  /** What the reader can do, by code. */
  readonly codes: Readonly<Record<string, string>>;
  /** Where the codes can be acknowledged: what stands before the code in the id to do it by. */
  readonly acknowledgedBy?: string;
}

/** One row a code, in the order of the tables; fails when a code stands in two of them. */
export function errorsPage(tables: readonly CodeTable[]): string {
  const seen = new Set<string>();
  const sections = tables.map(({ title, codes, acknowledgedBy: prefix }) => {
    const cells = ['Code', 'What you can do', ...(prefix === undefined ? [] : ['Id to acknowledge it by'])];
    const rows = Object.entries(codes).map(([code, help]) => {
      if (seen.has(code)) throw new Error(`${code} is in two tables of codes`);
      seen.add(code);
      return row(`\`${code}\``, help, ...(prefix === undefined ? [] : [`\`${prefix}${code}\``]));
    });
    return [`## ${title}`, '', row(...cells), row(...cells.map(() => '---')), ...rows].join('\n');
  });
  return page('Errors, warnings and findings', 'Every message carries one of these codes.', sections);
}

const STATUS = { faithful: 'as Lambda', differs: 'differs', absent: 'not done' } as const;

/** One section an area, in the order of the table; fails when something unfaithful has no remark. */
export function fidelityPage(behaviours: readonly Behaviour[]): string {
  const silent = behaviours.find(({ status, remark }) => status !== 'faithful' && !remark);
  if (silent) throw new Error(`«${silent.behaviour}» is ${silent.status}, and no remark says how`);
  const areas = [...new Set(behaviours.map(({ area }) => area))];
  const sections = areas.map((area) => {
    const rows = behaviours
      .filter((behaviour) => behaviour.area === area)
      .map(({ behaviour, status, rules, remark }) => row(behaviour, STATUS[status], remark ?? '', rules.join(', ')));
    return [`## ${area}`, '', row('What Lambda does', 'Here', 'How', 'Rules'), row('---', '---', '---', '---'), ...rows].join(
      '\n',
    );
  });
  return page('What is faithful, and what is not', 'What Lambda does, and what the executor does in its place.', sections);
}

/** One row a default, with the reason for it. */
export function defaultsPage(defaults: readonly ConstructDefault[]): string {
  const rows = defaults.map(({ option, value, awsCdkLib, reason }) => row(`\`${option}\``, value, awsCdkLib, reason));
  const table = [row('Option', 'Here', 'aws-cdk-lib', 'Why'), row('---', '---', '---', '---'), ...rows].join('\n');
  return page(
    'Defaults of the functions',
    'What every kind of function does where its props say nothing; each can be overridden.',
    [table],
  );
}

/** One heading a rule, in the order of their ids. */
export function rulesPage(rules: readonly Rule[]): string {
  const sorted = [...rules].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  const overview = [
    row('Rule', 'Severity', 'What is wrong'),
    row('---', '---', '---'),
    ...sorted.map(({ id, severity, title }) => row(`[${id}](#${id.toLowerCase()})`, severity, title)),
  ].join('\n');
  const sections = sorted.map(({ id, severity, title, why, remedy, source, also = [] }) =>
    [
      `## ${id}`,
      `**${title}** (${severity})`,
      `${why} ${remedy}`,
      `[AWS documentation](${source})${also.length > 0 ? `; also ${also.join(', ')}` : ''}`,
    ].join('\n\n'),
  );
  const intro = `What \`npx lambda-kit check\` and \`Rules.validate(app)\` find, ${rules.length} rules. An error is what Lambda refuses or what cannot work, a warning what works badly. A rule is acknowledged by its id: \`Rules.acknowledge(construct, 'SQS-06-margin', 'why')\`, or \`Validations.of(construct).acknowledge({ id: 'cdk-lambda-kit::SQS-06-margin', reason: 'why' })\`.`;
  return page('Rules', intro, [overview, ...sections]);
}

/** One table that answers «what happens when my function fails?», and a section for each way of invoking. */
export function eventSourcesPage(sources: readonly EventSourceFacts[]): string {
  const overview = [
    row('Event source', 'Construct', 'Invokes', 'Who tries again', 'When the function keeps failing', 'Order'),
    row('---', '---', '---', '---', '---', '---'),
    ...sources.map(({ title, construct, invocation, retries, whenFunctionFails, ordering }) =>
      row(title, `\`${construct}\``, invocation, retries, whenFunctionFails, ordering),
    ),
  ].join('\n');
  const details = [
    row('Event source', 'Permission by', 'Alias, version', 'Limits', 'Rules', 'Remark'),
    row('---', '---', '---', '---', '---', '---'),
    ...sources.map(({ title, authorization, qualifiers, limits, rules, source, remark = '' }) =>
      row(`[${title}](${source})`, authorization, qualifiers, limits, rules.join(', '), remark),
    ),
  ].join('\n');
  const intro = `What happens when my function fails? ${sources.length} event sources, each connected with \`fn.addEventSource(new …EventSource(…))\` on a function, an alias or a version.`;
  return page('Event sources', intro, [overview, `## Permissions and limits\n\n${details}`]);
}

function page(title: string, intro: string, sections: readonly string[]): string {
  return `${[GENERATED, `# ${title}`, intro, ...sections].join('\n\n')}\n`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
