/** How Python functions differ from those on Lambda; a part of the table of fidelity. */
export const PYTHON = {
  faithful: [
    {
      behaviour: 'Handlers in modules and packages, the context object, print and logging',
      rules: ['RT-16', 'FN-91', 'INV-84'],
    },
    {
      behaviour: 'Results as JSON: named tuples as objects, bytes as text, decimals digit by digit; what cannot be written',
      rules: ['INV-33'],
    },
    { behaviour: 'A failed Init is logged behind the warning that an update of the runtime may be its cause', rules: ['INV-84'] },
    {
      behaviour: 'The runtime does not stream: behind RESPONSE_STREAM a client gets the result as it stands',
      rules: ['URL-29'],
    },
  ],
  differs: [
    {
      behaviour: 'In JSON format the record of an error that a handler raises has its level as `level`',
      rules: ['INV-86'],
      remark: 'So it has here. In Lambda’s published client it was `log_level` until September 2026, which was filtered as INFO.',
    },
    {
      behaviour: 'The declared version of Python',
      rules: ['FN-34'],
      remark:
        'That version where PATH or a version manager has it, or where it is named; otherwise the nearest from 3.8 on. `list`, `start --json` and the journal say which.',
    },
    {
      behaviour: 'boto3 comes with the runtime',
      rules: ['FN-34'],
      remark: 'The installed one of that interpreter; no other installed package is seen.',
    },
  ],
  absent: [
    {
      behaviour: 'w3c() of the context',
      rules: ['FN-91'],
      remark: 'It is in the newest published client; which runtimes have it is not known.',
    },
  ],
};
