import { defaultsPage, errorsPage, fidelityPage } from '../../scripts/doc-pages';

test('every code has a row under the heading of its table', () => {
  const page = errorsPage([
    { title: 'Errors', codes: { PORT_BUSY: 'Choose another.' } },
    { title: 'Findings', codes: { IMPORT_UNKNOWN: 'Export a|b.' } },
  ]);

  expect(page).toContain('## Errors\n\n| Code | What you can do |\n| --- | --- |\n| `PORT_BUSY` | Choose another. |');
  expect(page).toContain('| `IMPORT_UNKNOWN` | Export a\\|b. |');
});

test('a warning stands in the page with the id to acknowledge it by', () => {
  const page = errorsPage([{ title: 'Warnings', codes: { KEY_OLD: 'Turn it.' }, acknowledgedBy: 'kit:' }]);

  expect(page).toContain('| Code | What you can do | Id to acknowledge it by |\n| --- | --- | --- |');
  expect(page).toContain('| `KEY_OLD` | Turn it. | `kit:KEY_OLD` |');
});

test('fails when a code stands in two tables', () => {
  const codes = { PORT_BUSY: 'Choose another.' };

  expect(() =>
    errorsPage([
      { title: 'One', codes },
      { title: 'Two', codes },
    ]),
  ).toThrow('PORT_BUSY is in two tables of codes');
});

test('fails when something that is not as in Lambda has no remark', () => {
  const behaviour = { area: 'Invocation', behaviour: 'It is billed', status: 'absent', rules: [] } as const;

  expect(() => fidelityPage([behaviour])).toThrow('«It is billed» is absent, and no remark says how');
  expect(fidelityPage([{ ...behaviour, remark: 'It is free.' }])).toContain('| It is billed | not done | It is free. |  |');
});

test('a default stands in the page with what aws-cdk-lib does and the reason', () => {
  const page = defaultsPage([{ option: 'tracing', value: 'none', awsCdkLib: 'a | b', reason: 'It costs.' }]);

  expect(page).toContain('| `tracing` | none | a \\| b | It costs. |');
});
