/** How Secrets Manager differs from AWS’s; a part of the table of fidelity. */
export const SECRETS = {
  faithful: [
    {
      behaviour:
        'Secrets of the template are there from the start, with the value that references to them are resolved to; those that are generated follow their options',
      rules: [],
    },
    {
      behaviour:
        'A secret is read by name, by ARN, and by ARN without its last six characters; by version and by label; alone or with others',
      rules: [],
    },
    {
      behaviour:
        'New values move AWSCURRENT, AWSPREVIOUS and labels of one’s own; a request that is made twice makes one version',
      rules: ['SEC-03'],
    },
    {
      behaviour: 'Deleted secrets can be restored until their window of 7 to 30 days is over, by the clock of the run',
      rules: [],
    },
    { behaviour: 'Random passwords, with all their options', rules: ['SEC-04'] },
  ],
  differs: [
    {
      behaviour: 'What is generated is made at random',
      rules: [],
      remark: 'The values of a template are the same in every run; passwords made at run time are, where the clock is virtual.',
    },
    {
      behaviour: 'Versions without labels are removed when there are more than a hundred, and they are a day old',
      rules: [],
      remark: 'They are removed whatever their age, so that the quota of versions is never reached.',
    },
    {
      behaviour: 'Secrets are listed and found by filters',
      rules: [],
      remark:
        'After the documentation; how words of the filter `all` are told apart is not in it, nor the order without SortOrder, which is that of their making.',
    },
    {
      behaviour: 'What is too long is refused',
      rules: [],
      remark: 'With the error’s type; its exact text is known for names and tokens alone.',
    },
    {
      behaviour: 'SecretTargetAttachment adds engine, host, port, identifier and name of a database to its secret',
      rules: [],
      remark:
        'Of databases and clusters of RDS in the app, as part of the first version; databases are not emulated, so nothing answers at that host. Attachments to others are told of.',
    },
    {
      behaviour: 'KMS keys encrypt values, and must be allowed to',
      rules: [],
      remark: 'Keys are kept and shown as they are given; nothing asks for them.',
    },
    {
      behaviour: 'Of many secrets, those that the role must not read are told of beside the others',
      rules: [],
      remark: 'Where permissions are enforced, one such secret refuses them all.',
    },
  ],
  absent: [
    {
      behaviour: 'Rotation, replicas, policies at run time and secrets of other companies',
      rules: ['SEC-01', 'SEC-02'],
      remark:
        'Their operations are refused by name. Functions that would rotate a secret are listed; invoke them with an event of their own.',
    },
  ],
};
