/** What the roles of functions allow, and how far it is looked at; a part of the table of fidelity. */
export const PERMISSIONS = {
  faithful: [
    {
      behaviour:
        'What the role of a function does not allow is found when its handler does it: inline, attached and managed policies of the app, execution policies of AWS, permissions boundaries, policies of resources in the same account',
      rules: ['IAM-01'],
    },
    {
      behaviour:
        'Statements with wildcards, NotAction, NotResource, conditions on the role, the account, the Region, TLS and the time; what is denied anywhere is denied',
      rules: ['IAM-01'],
    },
    {
      behaviour:
        'Each operation needs its own actions on its own resources: items of transactions, indexes, objects and their versions, both sides of a copy, qualifiers of functions, both actions of a function URL, the bus of each event, the role that a schedule gets, the method and stage of a connection',
      rules: ['IAM-01', 'IAM-06', 'IAM-07', 'IAM-09', 'URL-13'],
    },
  ],
  differs: [
    {
      behaviour: 'What a role does not allow is refused',
      rules: ['IAM-01'],
      remark:
        'It is done, and told in the journal, on standard error and in `permissions.missing`, unless identity policies are enforced; then it is refused in the words of the service.',
    },
    {
      behaviour:
        'Roles must let Lambda send to destinations and dead-letter targets of events, and to the destinations of streams',
      rules: ['INV-68', 'INV-69', 'IAM-01'],
      remark:
        'It is looked at when there is something to send, not when the target is set: what is not allowed is sent all the same and told, unless identity policies are enforced; then the delivery fails, as on AWS, and says why. Of a bucket, both its objects and their list must be allowed.',
    },
    {
      behaviour:
        'Conditions on what only AWS knows: tags of resources and principals, addresses, VPC endpoints, organizations, keys of single services',
      rules: ['IAM-01'],
      remark:
        'They leave the verdict open, and the call is let in; so do policies of AWS other than execution policies, roles that the app does not make, and policies of resources that it does not make.',
    },
    {
      behaviour: 'Refusals have the type, the status and the text of their service',
      rules: ['IAM-01'],
      remark:
        'They are as they were seen, but for the status 403 of SQS, which is that of its older protocol, and for DynamoDB Streams, which is taken to answer as DynamoDB. Operations that are for no resource in particular name `*`, where AWS names all resources of a Region.',
    },
    {
      behaviour: 'Of DeleteObjects, each object is refused by itself',
      rules: ['IAM-01'],
      remark: 'The whole request is, where identity policies are enforced.',
    },
    {
      behaviour: 'A role is checked before the input of a call',
      rules: ['IAM-01'],
      remark: 'Inputs that lack a required member are refused first.',
    },
  ],
  absent: [
    {
      behaviour: 'What pollers of event source mappings, logs and traces need of a role',
      rules: ['IAM-01', 'IAM-06'],
      remark: 'It is not looked at when they work; `lambda-kit check` looks at the templates.',
    },
    {
      behaviour: 'Keys of KMS: what encrypts a queue, topic, bucket, table, stream or parameter must be allowed too',
      rules: ['IAM-01'],
      remark: 'Nothing is encrypted here, and nobody asks for the key.',
    },
    {
      behaviour:
        'What some operations need: of subscriptions of SNS, consumers and iterators of streams, layers, mappings and URLs of Lambda, tags and lists of Scheduler and EventBridge, attributes of objects, log groups that are listed',
      rules: ['IAM-01'],
      remark: 'They are let in: either the request does not tell the resource, or which it is has no public source.',
    },
    {
      behaviour: 'An object that is not there is 403 for who may not list the bucket',
      rules: ['IAM-01'],
      remark: 'It is 404 NoSuchKey.',
    },
    {
      behaviour: 'What roles need for APIs of type AWS_IAM, and what the roles of integrations need',
      rules: ['IAM-01'],
      remark: 'Whoever signs with a role of the app is let in.',
    },
    {
      behaviour: 'Policies of queues and topics that are set at run time',
      rules: ['IAM-01'],
      remark: 'They leave it open, and the call is let in.',
    },
    {
      behaviour: 'Policies of organizations, sessions and VPC endpoints',
      rules: ['IAM-01'],
      remark: 'They are not in the app.',
    },
  ],
} as const;
