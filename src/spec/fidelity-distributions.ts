/** How distributions differ from CloudFront's; a part of the table of fidelity. */
export const DISTRIBUTIONS = {
  faithful: [
    {
      behaviour:
        'Functions of Lambda@Edge are called in their four places, with the events of CloudFront and the body where it is included',
      rules: ['EDG-01', 'EDG-05', 'EDGE-05'],
    },
    {
      behaviour:
        'They change requests, headers, origins and responses, and answer by themselves; read-only and disallowed headers and limits are kept',
      rules: ['EDG-03', 'EDG-06', 'EDGE-06', 'EDGE-07'],
    },
    { behaviour: 'Behaviours are found by their patterns, methods they do not allow are 403', rules: ['EDG-01'] },
    {
      behaviour:
        'Origins see what the policies of cache and origin request let through: headers, cookies, queries, and headers of the origin’s own',
      rules: ['EDG-05'],
    },
    {
      behaviour:
        'Buckets are read through an access control or identity where their policy lets it; without s3:ListBucket what is not there is 403',
      rules: ['EDG-07'],
    },
    {
      behaviour:
        'Function URLs are called through an access control where their policy lets it; bodies then need x-amz-content-sha256',
      rules: ['URL-11'],
    },
    { behaviour: 'The default root object, and pages in the place of errors', rules: ['EDG-07'] },
  ],
  differs: [
    {
      behaviour: 'A distribution has a name, certificates, and HTTPS for viewers',
      rules: ['EDG-01'],
      remark:
        'It is served over HTTP under /_cloudfront/ID/ and at LABEL.cloudfront.localhost; a host name before that is the one that functions see. Nobody is redirected to HTTPS.',
    },
    {
      behaviour: 'What viewers get when a function fails or is throttled (503), or returns what cannot be (502)',
      rules: ['EDG-06', 'EDGE-10'],
      remark: 'The same statuses and X-Cache; the page is shorter, and a header tells the reason.',
    },
    {
      behaviour: 'Functions run in the Region nearest to the viewer, and log there',
      rules: ['EDGE-09'],
      remark: 'They run, and log, as functions of us-east-1.',
    },
    {
      behaviour: 'The default root object is asked for',
      rules: ['EDG-05'],
      remark: 'The function for viewers’ requests sees /; what it sees on AWS is not documented.',
    },
    {
      behaviour: 'The event of a function URL tells who has signed for CloudFront',
      rules: ['URL-20'],
      remark: 'It tells of nobody, as for URLs that anybody may call.',
    },
    {
      behaviour: 'Policies of buckets allow and deny',
      rules: ['EDG-07'],
      remark:
        'What they deny under a condition, or of some objects only, is not looked at; what they allow under a condition on something else than the distribution is not allowed.',
    },
    {
      behaviour: 'Cache and origin request policies that AWS manages, and those of the app',
      rules: ['EDG-07'],
      remark: 'A distribution with one that is not known here is left out, and that is said.',
    },
  ],
  absent: [
    { behaviour: 'Caching', rules: ['EDG-07'], remark: 'Each request reaches the origin, and so the functions of its events.' },
    { behaviour: 'CloudFront Functions', rules: ['EDG-01'], remark: 'Behaviours with one answer 501.' },
    { behaviour: 'Signed URLs and cookies', rules: ['EDG-01'], remark: 'Behaviours that want them answer 501.' },
    {
      behaviour: 'Origins that the app does not have here, websites of buckets, writing to buckets',
      rules: ['EDG-07'],
      remark: 'They are 502, and 405 for writing.',
    },
    {
      behaviour:
        'Groups of origins, compression, policies of response headers, CloudFront’s own headers on viewers, WAF, geographic restrictions',
      rules: ['EDG-07'],
      remark: 'The first origin of a group is used; the others are not there.',
    },
  ],
} as const;
