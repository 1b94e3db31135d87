/** How event buses, rules and schedules differ from EventBridge's; parts of the table of fidelity. */
export const EVENT_BUSES = {
  faithful: [
    {
      behaviour: 'Events reach functions, queues, topics, log groups and other buses by the rules that they match',
      rules: ['EVB-01', 'EVB-10', 'PRM-02', 'PAT-01'],
    },
    {
      behaviour: 'Targets get the event, a part of it, a constant or a filled template',
      rules: ['EVB-11', 'EVB-12', 'EVB-13', 'EVB-14', 'EVB-15'],
    },
    { behaviour: 'PutEvents answers for each entry, and refuses too many or too large ones', rules: ['EVB-22'] },
    { behaviour: 'Rules, their targets and buses are made and changed at run time', rules: ['EVB-02', 'EVB-04', 'EVB-05'] },
    { behaviour: 'Rules with a schedule are due by rate or cron expression, in UTC', rules: ['EVB-02', 'EVB-03', 'EVB-10'] },
    { behaviour: 'Asynchronous results reach a bus as events of Lambda', rules: ['INV-67'] },
  ],
  differs: [
    {
      behaviour: 'What cannot be delivered is tried for 24 hours and 185 times, and goes to the dead-letter queue',
      rules: ['EVB-20', 'EVB-21'],
      remark: 'The same; how the waits grow is a choice of ours, and the error codes of dead letters are not documented.',
    },
    {
      behaviour: 'Who may put events on a bus, and what a queue’s policy lets a rule send',
      rules: ['EVB-01'],
      remark: 'Policies of buses, topics and queues, and roles, are not looked at; policies of functions are.',
    },
    {
      behaviour: 'Other targets, as state machines, Firehose, tasks and API destinations',
      rules: ['EVB-01'],
      remark: 'They get nothing: what would have been sent is in the journal, and the rule is listed as unsupported.',
    },
    {
      behaviour: 'AWS services put events on the default bus',
      rules: ['EVB-10'],
      remark: 'Only those that are emulated do; tests can put any with `local.bus("default").put`.',
    },
    {
      behaviour: 'A chain of requests that goes through an event bus may go on for ever',
      rules: ['FN-72'],
      remark: 'It is stopped like one through queues and topics, which Lambda does not do.',
    },
  ],
  absent: [
    {
      behaviour: 'Archives and replays, connections, API destinations, partner sources, global endpoints, the schema registry',
      rules: ['EVB-06'],
      remark: 'Their operations are refused by name, and their resources are listed as unsupported.',
    },
  ],
};

export const SCHEDULES = {
  faithful: [
    {
      behaviour: 'Schedules are due once, by rate or by cron expression in their time zone, also where the clocks change',
      rules: ['SCH-03', 'SCH-04', 'SIM-18'],
    },
    {
      behaviour: 'Start and end dates, deletion after completion, states and groups; schedules are made and changed at run time',
      rules: ['SCH-03'],
    },
    { behaviour: 'The input of a target is filled with what the schedule knows', rules: ['SCH-02'] },
  ],
  differs: [
    {
      behaviour: 'A schedule is due within its minute, or within its flexible window',
      rules: ['SCH-03', 'SIM-18'],
      remark: 'At the full second; in a window at random, by the seed of the run.',
    },
    {
      behaviour: 'What a target gets without an input',
      rules: ['SCH-02'],
      remark: 'An event of the source aws.scheduler; its shape is not documented.',
    },
    {
      behaviour: 'What cannot be delivered is tried for 24 hours and 185 times, and goes to the dead-letter queue',
      rules: ['SCH-03'],
      remark: 'The same; how the waits grow is a choice of ours.',
    },
    {
      behaviour: 'Targets other than functions, queues, topics and event buses, and those of the AWS SDK',
      rules: ['SCH-01'],
      remark: 'They get nothing: what would have been sent is in the journal, and the schedule is listed as unsupported.',
    },
    {
      behaviour: 'The role of a schedule must allow what it does',
      rules: ['SCH-01'],
      remark: 'Roles may do everything.',
    },
  ],
};
