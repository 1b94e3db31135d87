/** Amazon SQS, and how it differs; a part of the table of fidelity. */
export const QUEUES = {
  faithful: [
    {
      behaviour:
        'Messages are hidden for the visibility timeout, counted, delayed, kept for the retention period, and set aside after `maxReceiveCount` receives with their id and age',
      rules: ['SQS-06', 'SQS-13', 'SQS-15', 'SQS-20', 'SQS-21'],
    },
    {
      behaviour:
        'FIFO queues keep the order within a group, hold a group back while messages of it are in flight, and deduplicate for five minutes, by queue or group',
      rules: ['SQS-13', 'SQS-26'],
    },
    {
      behaviour: 'Messages have up to 1 MiB and ten attributes, and the MD5 digests that SDKs check',
      rules: ['SQS-12', 'SQS-14', 'SQS-15'],
    },
    {
      behaviour: 'Queues of the app have their properties, names and ARNs; others can be made, changed, purged and deleted',
      rules: ['SQS-01', 'SQS-07'],
    },
    { behaviour: 'Move tasks bring messages back to where they were set aside from, or elsewhere', rules: ['SQS-21'] },
    { behaviour: 'Long polls end with the first message (system clock)', rules: ['SQS-32'] },
    {
      behaviour: 'The JSON protocol and the older Query protocol, with the names of errors that clients of either know',
      rules: [],
    },
    { behaviour: 'Destinations and dead-letter targets of functions receive records and events', rules: ['INV-66', 'INV-69'] },
  ],
  differs: [
    {
      behaviour: 'The URL of a queue is at sqs.REGION.amazonaws.com',
      rules: [],
      remark:
        'It is at the endpoint, also in the variables of functions; queues are found by account and name, whatever the host.',
    },
    {
      behaviour: 'Numbers of messages are approximate, standard queues have no order and may deliver twice',
      rules: ['ESM-62'],
      remark:
        'Numbers are exact; messages come in the order of sending, those that come back last; each is delivered once a receive.',
    },
    {
      behaviour: 'Deleting and changing a queue takes up to a minute',
      rules: [],
      remark: 'It is done at once, and the name of a deleted queue can be used again at once.',
    },
    {
      behaviour: 'Long polls wait for a message',
      rules: ['SQS-32'],
      remark: 'Under the virtual clock they answer at once, since time stands still while the caller waits.',
    },
    {
      behaviour: 'Queues are encrypted, and their policies say who may do what',
      rules: ['SQS-02'],
      remark: 'The settings are kept and shown; nothing is encrypted, and everybody may do everything.',
    },
    {
      behaviour: 'FIFO queues have quotas of requests a second',
      rules: [],
      remark: 'There are none; of high throughput the scope of deduplication counts.',
    },
  ],
  absent: [
    {
      behaviour: 'AddPermission and RemovePermission',
      rules: [],
      remark: 'Refused by name; the attribute Policy can be set.',
    },
  ],
};
