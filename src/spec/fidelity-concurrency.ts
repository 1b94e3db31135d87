/** How concurrency differs from Lambda’s; a part of the table of fidelity. */
export const CONCURRENCY = {
  faithful: [
    {
      behaviour: 'A reservation is guarantee and cap; functions without one share the rest of the account',
      rules: ['CON-01', 'CON-03', 'CON-09'],
    },
    {
      behaviour: 'Provisioned environments are started before the first call, and what is too much for them runs on demand',
      rules: ['CON-04', 'CON-05', 'CON-06', 'INV-82'],
    },
    { behaviour: 'A provisioned environment whose Init fails is not tried again', rules: ['RT-08'] },
    { behaviour: 'A function gains at most 1000 environments in ten seconds', rules: ['CON-07'] },
    { behaviour: 'The tenants of a function that isolates them never share an environment', rules: ['INV-09', 'FN-68'] },
  ],
  differs: [
    {
      behaviour: 'Provisioned environments of an alias serve the calls of that alias, shared out by its weights',
      rules: ['ALS-10'],
      remark: 'They serve every call that ends at their version; how Lambda rounds the shares is not documented.',
    },
    {
      behaviour: 'The first calls after a deployment find provisioned environments ready',
      rules: ['CON-06'],
      remark: 'A call that comes while they are being started waits for one of them.',
    },
    {
      behaviour: 'Ten synchronous requests a second for each unit of concurrency',
      rules: ['CON-08', 'CON-09'],
      remark:
        'Not under the virtual clock, where invocations take no time. Which reason the quota of an account gives is not confirmed.',
    },
    {
      behaviour: 'What is said of a tenant id that is not expected',
      rules: ['INV-09'],
      remark: 'The same status and type in other words.',
    },
  ],
  absent: [
    {
      behaviour: 'A function that isolates tenants has at most 2500 environments for 1000 of concurrency',
      rules: ['CON-13'],
      remark: 'Their number is not limited.',
    },
  ],
};
