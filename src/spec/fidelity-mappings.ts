/** Event source mappings: what reads sources for functions, and how it differs; a part of the table of fidelity. */
export const MAPPINGS = {
  faithful: [
    {
      behaviour:
        'Messages of a queue come in batches, by size, window or 6 MB, in the shape of Lambda’s events; those of a batch that went well are deleted',
      rules: ['ESM-60', 'ESM-61', 'SQS-12', 'SQS-13', 'SQS-14', 'SQS-20', 'SQS-31'],
    },
    {
      behaviour: 'What failed comes back after the visibility timeout, and goes to the dead-letter queue of the queue in the end',
      rules: ['SQS-20', 'SQS-21', 'SQS-22'],
    },
    {
      behaviour: 'Batch item failures are taken from the answer; a malformed one fails the whole batch',
      rules: ['PBR-02', 'PBR-03', 'PBR-05', 'PBR-06', 'PBR-07', 'PBR-08', 'PBR-09', 'PBR-10', 'PBR-11', 'PBR-24', 'ESM-67'],
    },
    {
      behaviour: 'Filters look into bodies that are JSON; messages that none matches, or that are of another format, are deleted',
      rules: ['FIL-01', 'FIL-02', 'FIL-04', 'FIL-10', 'FIL-11', 'FIL-12'],
    },
    {
      behaviour: 'FIFO queues are read in order within groups, with as many batches at once as there are groups',
      rules: ['SQS-26', 'PBR-24'],
    },
    {
      behaviour: 'Five batches at first, 300 more a minute while messages wait, never more than the maximum concurrency',
      rules: ['SQS-08', 'SQS-30', 'SIM-02'],
    },
    {
      behaviour: 'Mappings can be changed, paused, resumed and deleted while messages come in',
      rules: ['ESM-30', 'ESM-36', 'SIM-33'],
    },
  ],
  differs: [
    {
      behaviour: 'Errors of the function reduce how much runs at once, successes bring it back',
      rules: ['SQS-24', 'PBR-25', 'SIM-05'],
      remark: 'Halved, and one more for each success; Lambda’s own numbers are not published.',
    },
    {
      behaviour: 'A throttled batch is tried again until its messages come back',
      rules: ['SQS-23'],
      remark: 'After a second, then twice as long each time; Lambda’s own numbers are not published.',
    },
    {
      behaviour: 'Several pollers share a queue, and a poll takes a moment',
      rules: ['SQS-31', 'SQS-32', 'SQS-34'],
      remark:
        'One poller fills one batch after the other, as soon as messages are there (a millisecond later under the virtual clock), so batches are fuller than on AWS.',
    },
    {
      behaviour: 'Provisioned mode has pollers of ten batches each and grows by a thousand batches a minute',
      rules: ['SQS-33'],
      remark: 'It begins and ends with as many batches as its pollers have, and grows by 300 a minute; 1 MB/s is not counted.',
    },
    {
      behaviour: 'Filters see metadata of the record',
      rules: ['FIL-03'],
      remark: 'All but `eventSource`, `eventSourceARN` and `awsRegion`, of which it is not known.',
    },
    {
      behaviour: 'A mapping is read some time after it was made, and only with a role and a visibility timeout that allow it',
      rules: ['ESM-37', 'ESM-48', 'ESM-54'],
      remark: 'Those of the app are read from the start, whatever their role and times are; `lambda-kit check` tells of them.',
    },
  ],
  absent: [
    {
      behaviour: 'Kafka, Amazon MQ and DocumentDB',
      rules: ['KAF-11', 'MQ-05', 'DOC-01'],
      remark: 'Their mappings can be seen and changed, and read nothing; told once for each.',
    },
    {
      behaviour: 'The same message twice, out of order, or at once in two batches, as AWS may deliver it',
      rules: ['ESM-62', 'SIM-23'],
      remark: 'It happens only where a visibility timeout ends too early.',
    },
  ],
};
