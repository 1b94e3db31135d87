/** How logs and traces differ from Lambda’s; a part of the table of fidelity. */
export const LOGS = {
  faithful: [
    {
      behaviour:
        'INIT_START, INIT_REPORT, START, END and REPORT, as text and as JSON events; application logs in both formats; levels of both',
      rules: ['INV-80', 'INV-82', 'INV-84', 'INV-85', 'INV-86', 'INV-87', 'INV-89'],
    },
    { behaviour: 'Every line of an invocation is told before its result', rules: ['INV-80'] },
    {
      behaviour:
        'Log groups, streams and events are read and written through CloudWatch Logs, page by page and by filter patterns',
      rules: ['INV-80', 'INV-88'],
    },
    {
      behaviour: 'The trace header of the caller is completed and handed on to the handler, as variable and to the Runtime API',
      rules: ['INV-51'],
    },
    {
      behaviour:
        'Log groups of the template are there from the start, with their retention, class and streams; others come with their first line',
      rules: ['INV-88'],
    },
    { behaviour: 'The line of X-Ray after the REPORT of a traced function’s sampled invocations', rules: ['INV-80'] },
    { behaviour: 'An X-Ray daemon answers, so that instrumented handlers run; there are no sampling rules', rules: ['FN-45'] },
  ],
  differs: [
    {
      behaviour: 'Filter patterns find words, conditions on JSON, and fields between blanks',
      rules: [],
      remark:
        'A word is found as part of another as well. A message that has fewer fields than a pattern names is not found; conditions name fields of the pattern alone.',
    },
    {
      behaviour: 'Events are kept for as long as the retention says',
      rules: [],
      remark: 'And for as long as all together have at most 64 million characters; what came first is forgotten first.',
    },
    {
      behaviour: 'INIT_START names the runtime’s version and ARN',
      rules: ['INV-80'],
      remark: 'It names the declared runtime.',
    },
    {
      behaviour: 'The status in the INIT_REPORT of a good Init, spans in the JSON events of the log',
      rules: ['INV-80', 'INV-82', 'RT-40'],
      remark: 'There is no status and there are no spans.',
    },
    {
      behaviour: 'Traces are sent to X-Ray',
      rules: ['INV-51'],
      remark:
        'What handlers send to the daemon, over UDP or as segments over TCP, goes to the journal. The segments that Lambda itself adds are not made.',
    },
    {
      behaviour: 'Active tracing samples one request a second and five percent of the others',
      rules: ['FN-62'],
      remark: 'It samples all whose caller has not decided; with PassThrough those are not sampled.',
    },
  ],
  absent: [
    {
      behaviour: 'Logs Insights, Live Tail, subscription and metric filters, exports, tags and encryption of log groups',
      rules: [],
      remark: 'Refused with NotEmulatedException and the operation’s name.',
    },
  ],
};
