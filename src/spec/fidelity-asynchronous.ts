/** How asynchronous invocations differ from Lambda’s; a part of the table of fidelity. */
export const ASYNCHRONOUS = {
  faithful: [
    {
      behaviour: 'A failing event is tried three times, one and then two minutes apart, until it is too old',
      rules: ['INV-60', 'INV-62'],
    },
    { behaviour: 'A throttled event waits from one second, doubling, up to five minutes', rules: ['INV-63'] },
    { behaviour: 'With a reservation of 0 an event is given up at once', rules: ['INV-64'] },
    {
      behaviour: 'Destinations receive the record of what has ended, dead-letter targets the event with its attributes',
      rules: ['INV-66', 'INV-69'],
    },
    { behaviour: 'A version has the dead-letter target with which it was published', rules: ['VER-02', 'INV-69'] },
    { behaviour: 'A function as destination is invoked asynchronously with the record', rules: ['INV-68'] },
    { behaviour: 'Topics receive records and dead letters, event buses records', rules: ['INV-66', 'INV-67', 'INV-69'] },
    {
      behaviour: 'A function that has run 16 times in one chain of requests is not run again, unless it allows loops',
      rules: ['FN-72'],
    },
  ],
  differs: [
    {
      behaviour: 'The role must allow what sends to the destination',
      rules: ['INV-68'],
      remark:
        'What it does not allow is told when there is something to send, and refused where identity policies are enforced; a FIFO target and one of the wrong service are refused as Lambda does.',
    },
    {
      behaviour: 'A record that is too large for a topic is sent without its payload',
      rules: ['INV-68'],
      remark: 'Without both payloads, when it is of a failure; what Lambda leaves out exactly is not documented.',
    },
    {
      behaviour: 'Chains of requests are told by the trace header, which the SDKs send on',
      rules: ['FN-72'],
      remark:
        'The same; the hash in its lineage is another, and how the record of a stopped event names the reason is not documented.',
    },
    {
      behaviour: 'What becomes of the events of a function, version or alias that is deleted',
      rules: ['INV-62'],
      remark: 'They are given up when they are due, without a record: AWS does not document it.',
    },
    {
      behaviour: 'Some events are delivered twice',
      rules: ['INV-65'],
      remark: 'Every event is delivered once for each attempt.',
    },
  ],
};
