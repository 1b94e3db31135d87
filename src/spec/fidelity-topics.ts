/** How topics differ from SNS's; a part of the table of fidelity. */
export const TOPICS = {
  faithful: [
    {
      behaviour: 'A message reaches each function that has subscribed as one record, if its policy lets the topic invoke it',
      rules: ['SNS-01', 'SNS-03', 'SNS-04', 'PRM-02'],
    },
    {
      behaviour: 'Queues receive the message in an envelope or, where the subscription says so, as it is with its attributes',
      rules: ['SNS-03', 'SNS-06'],
    },
    {
      behaviour: 'Subscriptions are filtered by attributes or by what is in the body; policies are judged as SNS judges them',
      rules: ['SNS-07', 'SNS-08', 'PAT-40', 'PAT-60'],
    },
    {
      behaviour:
        'What cannot be delivered is tried again at once, after a second, and up to 23 days, and goes to the dead-letter queue',
      rules: ['SNS-05', 'SNS-06'],
    },
    {
      behaviour: 'FIFO topics keep the order within a group, and deliver a message once within five minutes',
      rules: ['SNS-02'],
    },
  ],
  differs: [
    {
      behaviour: 'Messages are signed',
      rules: ['SNS-03'],
      remark: 'They are not: what stands in the place of the signature says so, and checking it fails.',
    },
    {
      behaviour: 'Messages for HTTP endpoints, e-mail, text messages, mobile applications and Firehose',
      rules: ['SNS-01'],
      remark:
        'They go nowhere: what would have been sent is in the journal, as if the subscription had been confirmed. ConfirmSubscription is refused.',
    },
    {
      behaviour: 'A filter policy counts up to 15 minutes after it was changed; wildcards of it are limited',
      rules: ['SNS-07', 'PAT-60'],
      remark: 'It counts at once; wildcards are limited as in event patterns.',
    },
    {
      behaviour: 'What senders may publish, and what a queue’s policy lets a topic send',
      rules: ['SNS-01'],
      remark: 'Policies of topics and queues are not looked at; those of functions are.',
    },
  ],
  absent: [
    {
      behaviour:
        'Platform applications, sandbox and opt-out of text messages, data protection, archives and replays, delivery logs',
      rules: ['SNS-01'],
      remark: 'Their operations are refused by name.',
    },
  ],
};
