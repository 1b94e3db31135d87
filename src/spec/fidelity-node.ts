/** How Node.js functions differ from those on Lambda; a part of the table of fidelity. */
export const NODE = {
  faithful: [
    { behaviour: 'CommonJS and ES modules, promises and callbacks (callbacks up to nodejs22.x)', rules: ['RT-16', 'FN-90'] },
    { behaviour: 'A handler with a callback is warned of while it is loaded, in nodejs18.x to nodejs22.x', rules: ['INV-85'] },
    { behaviour: 'A promise that is never settled while nothing else is to be done, up to nodejs22.x', rules: ['INV-37'] },
    {
      behaviour: 'A package that is neither in the bundle, in a layer nor part of the runtime’s SDK is not found',
      rules: ['INV-36'],
    },
    {
      behaviour:
        'Streamed responses: pieces as they are written, back-pressure, content type, prelude, errors before and behind the first byte',
      rules: ['RT-12', 'RT-17'],
    },
  ],
  differs: [
    {
      behaviour: 'The declared version of Node.js',
      rules: ['FN-34'],
      remark:
        'That version where the app’s node_modules, PATH or a version manager has it, or where it is named; otherwise the nearest from 18 on. `list`, `start --json` and the journal say which.',
    },
    {
      behaviour: 'The AWS SDK that comes with the runtime',
      rules: ['FN-34'],
      remark: 'The one in the app’s own node_modules; the error says what to install when there is none.',
    },
    {
      behaviour: 'A streaming handler writes behind the end of its response',
      rules: ['RT-17'],
      remark: 'The invocation fails with the error of that write, behind what was written; Lambda’s runtime may lose that too.',
    },
    {
      behaviour: 'From nodejs24.x on the runtime itself tells less of what is wrong beside the handler',
      rules: ['INV-37', 'INV-38', 'INV-85'],
      remark:
        'As its published client does: what nobody catches ends with Node’s own words and status 1, a promise that is never settled with status 0; a failed Init is an “Init Error”. Node’s own words behind that are left out.',
    },
    {
      behaviour: 'The keys of the context, in the order of the runtime’s version',
      rules: ['FN-90'],
      remark: 'Up to nodejs22.x as recorded; from nodejs24.x on as its published client has them, without w3c().',
    },
  ],
};
