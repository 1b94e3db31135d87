/** What HTTP APIs of API Gateway do, and how the executor does it. */
export const HTTP_APIS = {
  faithful: [
    {
      behaviour:
        'Routes: exact paths, variables, greedy variables, ANY and $default, in the documented order; named stages and $default',
      rules: ['APH-08'],
    },
    {
      behaviour: 'Functions, versions and aliases behind routes, by every form of their address, with stage variables in it',
      rules: ['APH-01', 'PRM-02'],
    },
    { behaviour: 'Events of payload formats 1.0 and 2.0', rules: ['APH-02', 'APH-03', 'APH-05'] },
    { behaviour: 'Paths are decoded twice before they are routed and delivered, as recorded', rules: ['APH-04'] },
    {
      behaviour: 'Responses of both formats: status, headers, cookies, base64, inferred ones; malformed ones give 500',
      rules: ['APH-06', 'APR-21'],
    },
    {
      behaviour: 'A function whose policy does not let the API invoke it gives 500; a role of the integration stands for that',
      rules: ['APH-01', 'PRM-01', 'PRM-02'],
    },
    {
      behaviour:
        'Lambda authorizers: both formats, simple answers and policies, sources of identity, answers kept for their time to live, resource policies',
      rules: ['AUT-01', 'AUT-02', 'AUT-03', 'AUT-04', 'AUT-05', 'AUT-06', 'AUT-07'],
    },
    { behaviour: 'Routes of type AWS_IAM, with the signature checked', rules: ['APH-07'] },
  ],
  differs: [
    {
      behaviour: 'Every API has a host name of its own, with HTTPS',
      rules: ['APH-01'],
      remark:
        'Served at `http://127.0.0.1:PORT/_api/<id>/` and `http://<id>.execute-api.<region>.localhost:PORT`; `host` and `x-forwarded-*` of events say so, `requestContext.domainName` is that of AWS.',
    },
    {
      behaviour: 'Domains of the app’s own lead to stages, by the keys of their mappings',
      rules: ['APH-04'],
      remark: 'Served at `http://127.0.0.1:PORT/_api/<domain>/` and `http://<domain>.localhost:PORT`, for HTTP APIs.',
    },
    {
      behaviour: 'Integrations end after 30 seconds or less, bodies at 10 MB, headers at 10,240 bytes',
      rules: ['APH-01'],
      remark: 'With 503, 413 and 431; the texts are not recorded.',
    },
    {
      behaviour: 'JWT authorizers: RSA signatures, issuer, audience, expiry, scopes; the challenge that clients get',
      rules: ['APH-07'],
      remark:
        'Keys of issuers are given (`jwtKeys`, `--jwt-keys`) and not fetched; `mintToken` makes tokens for tests. Time is that of the executor’s clock. Of the descriptions of errors only that of the audience is documented.',
    },
    {
      behaviour: 'CORS: preflight requests are answered, and permissions replace those of integrations',
      rules: ['APH-01'],
      remark:
        'As documented; that a route for every method with an authorizer refuses them is reported. Which headers come when is not recorded.',
    },
    {
      behaviour: 'Stages and routes let through a burst and so many requests a second',
      rules: ['APH-01'],
      remark: 'Exactly, by the executor’s clock; on AWS about, and within the quota of the account.',
    },
    {
      behaviour: 'HTTP_PROXY integrations',
      rules: ['APH-01'],
      remark:
        'Led to loopback addresses only, and to the app’s own function URLs and APIs as they are served here; any other gives 500.',
    },
    {
      behaviour: 'A deployment is a copy of the routes as they were when it was made',
      rules: ['APH-08'],
      remark:
        'Every stage that has one, or deploys by itself, serves the routes of the template; a stage without one answers 404.',
    },
    {
      behaviour: 'APIs that are declared with a target: a route, the stage `$default`, and what overrides change of them',
      rules: ['APH-01'],
      remark: 'Functions get events of version 2.0 unless the overrides say otherwise, which is not documented.',
    },
    {
      behaviour: 'APIs that are made from OpenAPI documents',
      rules: ['APH-01', 'APH-08', 'AUT-01'],
      remark:
        'Those in `Body`, or in a JSON file that the app uploads to S3 (`BodyS3Location`, `AWS::Include`): paths, integrations, JWT and Lambda authorizers, IAM, CORS, `BasePath`. What API Gateway warns of or refuses is left out, operation by operation, as a finding; with `FailOnWarnings` too. `responseParameters` are left out, and so are routes, integrations and authorizers declared beside a document. Documents in YAML, or elsewhere in S3, are said not to be run.',
    },
  ],
  absent: [
    {
      behaviour: 'Integrations with AppConfig and Step Functions, VPC links',
      rules: ['APH-01'],
      remark: 'Such routes answer 500; `list` names them.',
    },
    { behaviour: 'Mutual TLS', rules: ['APH-04'], remark: 'Clients are not asked for certificates; told as a finding.' },
    { behaviour: 'Access logs', rules: ['APH-01'], remark: 'None are written; requests are in the journal.' },
  ],
};
