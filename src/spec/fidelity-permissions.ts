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
        'Batches, transactions and indexes of DynamoDB, and batches of SQS, need what they consist of, on every resource that they are about',
      rules: ['IAM-01'],
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
        'Conditions on what only AWS knows: tags of resources and principals, addresses, VPC endpoints, organizations, keys of single services',
      rules: ['IAM-01'],
      remark:
        'They leave the verdict open, and the call is let in; so do policies of AWS other than execution policies, roles that the app does not make, and policies of resources that it does not make.',
    },
    {
      behaviour: 'Refusals of SQS by way of JSON',
      rules: ['IAM-01'],
      remark: 'The error is `AccessDenied` with status 403; the status is not documented.',
    },
    {
      behaviour: 'A role is checked before the input of a call',
      rules: ['IAM-01'],
      remark: 'Inputs that lack a required member are refused first.',
    },
  ],
  absent: [
    {
      behaviour: 'What pollers of event source mappings, destinations, dead-letter queues, logs and traces need of a role',
      rules: ['IAM-01', 'IAM-06'],
      remark: 'It is not looked at when they work; `lambda-kit check` looks at the templates.',
    },
    {
      behaviour: 'Keys of KMS: what encrypts a queue, topic, bucket, table or stream must be allowed too',
      rules: ['IAM-01'],
      remark: 'Nothing is encrypted here, and nobody asks for the key.',
    },
    {
      behaviour: 'Policies of organizations, sessions and VPC endpoints',
      rules: ['IAM-01'],
      remark: 'They are not in the app.',
    },
  ],
} as const;
