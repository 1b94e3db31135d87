/** How logs and traces differ from Lambda’s; a part of the table of fidelity. */
export const LOGS = {
  faithful: [
    {
      behaviour:
        'INIT_START, INIT_REPORT, START, END and REPORT, as text and as JSON events; application logs in both formats; levels of both',
      rules: ['INV-80', 'INV-82', 'INV-84', 'INV-85', 'INV-86', 'INV-87', 'INV-89'],
    },
    {
      behaviour: 'In JSON format lines that weigh less than the application level are left out, whatever has written them',
      rules: ['FN-63', 'INV-86'],
    },
    { behaviour: 'Every line of an invocation is told before its result', rules: ['INV-80'] },
    {
      behaviour: 'The log tail begins with the lines of the Init that the invocation has caused, but for INIT_START',
      rules: ['INV-07'],
    },
    {
      behaviour:
        'REPORT and the platform’s events call an error of the handler a success, and name errors of Init by types of Lambda’s own',
      rules: ['INV-80', 'INV-87', 'RT-40'],
    },
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
    {
      behaviour:
        'Subscription filters of the template set off functions, versions and aliases, and write to data streams: what is written to the group, by log stream and filter, with the fields that a pattern names',
      rules: ['LOG-01', 'LOG-02', 'LOG-03', 'LOG-04', 'LOG-05'],
    },
    { behaviour: 'The line of X-Ray after the REPORT of a traced function’s sampled invocations', rules: ['INV-80'] },
    { behaviour: 'An X-Ray daemon answers, so that instrumented handlers run; there are no sampling rules', rules: ['FN-45'] },
  ],
  differs: [
    {
      behaviour: 'What a level filters of the log tail',
      rules: ['INV-07', 'INV-87'],
      remark: 'The tail has the lines that the log group has; whether it has others on Lambda is not recorded.',
    },
    {
      behaviour: 'Subscription filters are made, changed, listed and removed at run time, and their destinations are tried first',
      rules: ['LOG-02', 'LOG-03', 'PRM-06'],
      remark:
        'Refused are destinations of Firehose and of other accounts, and what chooses or adds system fields; groups of every class can be subscribed to. The filters of a template are taken as they are: what their functions do not allow is told of when there is something to send.',
    },
    {
      behaviour: 'Filter patterns find words, conditions on JSON, and fields between blanks',
      rules: [],
      remark:
        'A word is found as part of another as well. A message that has fewer fields than a pattern names is not found; conditions name fields of the pattern alone. Regular expressions are those that are documented, with up to 2,000 characters when what they repeat is written out; a brace that repeats nothing, and what is repeated twice, are refused. They are not counted, of which AWS takes two in a pattern and five patterns in a group.',
    },
    {
      behaviour: 'Events are kept for as long as the retention says',
      rules: [],
      remark: 'And for as long as all together have at most 32 million characters; what came first is forgotten first.',
    },
    {
      behaviour: 'Subscribers get log events a few seconds after they are written',
      rules: ['LOG-06'],
      remark:
        'They get what one log stream gathers within one second. Between attempts it waits as EventBridge does; other services than Lambda and Kinesis get nothing, and what they would have got is in the journal. No control messages are sent.',
    },
    {
      behaviour: 'A function that is subscribed to its own log group goes on for ever',
      rules: ['LOG-06', 'FN-72'],
      remark: 'It does, once a second; `settle` fails and names it.',
    },
    {
      behaviour: 'Fields that patterns find are in the events of subscribers',
      rules: ['LOG-04'],
      remark: 'Those that a pattern of fields between blanks names; fields without names, and those of JSON, are left out.',
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
      behaviour:
        'Logs Insights, Live Tail, metric filters, subscriptions of the account, destinations of other accounts, transformers, exports, tags and encryption of log groups',
      rules: ['LOG-04'],
      remark: 'Operations are refused with NotEmulatedException and their names; what a template has of them does nothing.',
    },
  ],
};
