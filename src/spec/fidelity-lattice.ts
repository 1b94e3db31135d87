/** How services of VPC Lattice differ from AWS's; a part of the table of fidelity. */
export const LATTICE_SERVICES = {
  faithful: [
    {
      behaviour:
        'Functions behind target groups get events of the version that the group wants, where their policy lets VPC Lattice',
      rules: ['LAT-01', 'LAT-03'],
    },
    {
      behaviour: 'Rules match method, path and headers, in their order; actions forward by weights or answer a status',
      rules: ['LAT-01'],
    },
  ],
  differs: [
    {
      behaviour: 'A service is called from a VPC, on a port for each listener',
      rules: ['LAT-01'],
      remark:
        'It is called over HTTP under /_lattice/ID/PORT/ and at PORT.LABEL.REGION.vpc-lattice.localhost. The VPC in the event is made up, and so is the service network where the app has none.',
    },
    {
      behaviour: 'What clients get when a function fails, answers in another form or must not be invoked, and above 6 MB',
      rules: ['LAT-02'],
      remark: '502, and 413 for requests; the statuses of VPC Lattice are not known. Queries are not decoded in events.',
    },
  ],
  absent: [
    { behaviour: 'Auth policies', rules: ['LAT-01'], remark: 'Services of AWS_IAM answer 501, so that nobody gets past them.' },
    {
      behaviour: 'Instances, addresses and load balancers as targets, resources, TLS that passes through',
      rules: ['LAT-01'],
      remark: 'Requests for such targets get 503.',
    },
  ],
} as const;
