/** Event source mappings of streams, and how they differ; a part of the table of fidelity. */
export const STREAMS = {
  faithful: [
    {
      behaviour:
        'Streams of tables invoke functions with their changes, by batch size, batching window and 6 MB, from LATEST or TRIM_HORIZON on',
      rules: ['DDB-05', 'DDB-07', 'DDB-08', 'ESM-60', 'ESM-61'],
    },
    {
      behaviour: 'So do data streams of Kinesis and their consumers with their records, also from a time on',
      rules: ['KIN-03', 'KIN-07', 'KIN-09', 'KIN-10'],
    },
    {
      behaviour: 'Records of one partition key keep their order, and children of a shard come after everything of their parents',
      rules: ['KIN-05', 'KIN-06', 'KIN-08'],
    },
    {
      behaviour: 'Only records that match a filter are handed over; the others are passed over',
      rules: ['FIL-01', 'FIL-02', 'FIL-10', 'FIL-11', 'FIL-14'],
    },
    {
      behaviour:
        'A failed batch is tried again until its attempts or its time are over, split in halves where that is asked for, and blocks only its own lane',
      rules: ['STR-01', 'STR-02', 'STR-03', 'STR-05', 'STR-06', 'KIN-05'],
    },
    {
      behaviour: 'Reported failures move the checkpoint and begin the count anew; malformed reports fail the batch',
      rules: ['PBR-01', 'PBR-07', 'PBR-08', 'PBR-09', 'PBR-10', 'PBR-21', 'PBR-22', 'PBR-23'],
    },
    { behaviour: 'Throttles are no attempts', rules: ['ESM-64', 'SIM-34'] },
    {
      behaviour: 'What is given up is told to the on-failure destination; a bucket gets the event, too',
      rules: ['STR-07', 'STR-08', 'STR-09', 'DDB-12'],
    },
    { behaviour: 'Tumbling windows with state, which end early when that is too large', rules: ['STR-12', 'STR-13', 'DDB-13'] },
    {
      behaviour: 'Mappings are paused, resumed where they were, and set otherwise while the app runs',
      rules: ['ESM-32', 'ESM-36', 'SIM-33'],
    },
  ],
  differs: [
    {
      behaviour: 'Waits between attempts',
      rules: ['STR-04', 'SIM-08'],
      remark:
        'AWS does not publish them: half a second, each longer by half, up to a minute, by half more or less at random. What is left of a batch that was split or reported waits as after a first failure.',
    },
    {
      behaviour:
        'A shard of a table is read four times a second, one of Kinesis once, and a consumer is sent records within 70 ms',
      rules: ['DDB-04', 'SIM-06', 'SIM-07', 'KIN-02', 'KIN-04'],
      remark:
        'At these times, but only when something is there to be read; at most 10,000 records wait for a function, all lanes together.',
    },
    {
      behaviour: 'A tumbling window is closed within two minutes after its end',
      rules: ['STR-12'],
      remark:
        'At the next read after it, with the records that are left of it; there is one lane then. The last answer of a window may be without state.',
    },
    {
      behaviour: 'A batch whose function is gone',
      rules: ['STR-07'],
      remark: 'It is kept until its time is over, and is then given up without a record.',
    },
    {
      behaviour: '`eventSourceARN` of records that a consumer gets',
      rules: ['KIN-02'],
      remark: 'That of the consumer, as the mapping has it; not verified.',
    },
    {
      behaviour: 'A mapping of a stream that is not there is refused',
      rules: ['ESM-46'],
      remark: 'It is made, tells that there is nothing to read, and reads the stream once that is made.',
    },
    { behaviour: 'A mapping is updated some minutes after the request', rules: ['ESM-37'], remark: 'At once.' },
  ],
} as const;
