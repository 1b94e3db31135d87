/** Kinesis Data Streams, and how it differs; a part of the table of fidelity. */
export const KINESIS = {
  faithful: [
    {
      behaviour:
        'PutRecord and PutRecords with hash keys, sequence numbers of Kinesis’ own form, records of 1 MiB (up to 10 MiB where the stream says so) and batches of 500 and 10 MiB',
      rules: ['KIN-12'],
    },
    {
      behaviour:
        'Shard iterators of all types, which live five minutes; GetRecords by count and 10 MiB, with MillisBehindLatest and the children of a shard that has ended',
      rules: ['KIN-07'],
    },
    {
      behaviour: 'Shards are split, merged and counted anew; closed ones can be read as long as their records are kept',
      rules: ['KIN-08'],
    },
    {
      behaviour: 'Records are kept for 24 hours to 365 days, by the executor’s clock',
      rules: ['STR-01'],
    },
    {
      behaviour: 'Consumers, and SubscribeToShard over HTTP/2 or HTTP/1.1: records are pushed as they come, for five minutes',
      rules: ['KIN-02'],
    },
    {
      behaviour:
        'Streams and consumers of the app have their properties, names and ARNs; others can be made, changed, tagged and deleted',
      rules: ['KIN-01'],
    },
  ],
  differs: [
    {
      behaviour: 'Each shard takes 1 MB and 1,000 records a second, and gives 2 MB in five reads',
      rules: ['KIN-04'],
      remark:
        'Of what clients of the API ask for, in real time, by the last 1,000 ms; what is larger than a second’s worth keeps its shard busy as long as it takes. Under the virtual clock, which stands while a handler runs, nothing is throttled. What mappings, other services and tests read and write does not count.',
    },
    {
      behaviour: 'Streams and consumers take time to be made, changed and deleted',
      rules: [],
      remark: 'All of it is done when the answer comes; streams are always ACTIVE.',
    },
    {
      behaviour: 'Streams are as large as their shards allow',
      rules: [],
      remark: 'Each keeps its newest 64 MB in memory; an on-demand stream has four shards and grows no more by itself.',
    },
    {
      behaviour: 'A subscription tells that it lives',
      rules: [],
      remark: 'Every five seconds; Kinesis’ own number is not published. One that another takes over ends without an error.',
    },
    {
      behaviour: 'Encryption',
      rules: [],
      remark: 'Streams tell of the key that the template gives them; nothing is encrypted.',
    },
    {
      behaviour: 'Texts of refusals',
      rules: [],
      remark: 'Kinesis’ own where they are known from recordings of it; those about consumers, modes, tags and sizes are ours.',
    },
    {
      behaviour: 'Who wrote first, of handlers that run at once',
      rules: [],
      remark: 'The order in which their calls arrive, also under the virtual clock.',
    },
  ],
  absent: [
    {
      behaviour:
        'Encryption at run time, enhanced monitoring, resource policies, channels, account settings, warm throughput, distribution of records without partition keys, dry runs',
      rules: [],
      remark: 'Refused with NotEmulatedException and the name of the operation or member.',
    },
    {
      behaviour: 'Streams of other accounts and Regions',
      rules: ['KIN-02'],
      remark: 'They can be made here, and are then read and written by everybody.',
    },
  ],
} as const;
