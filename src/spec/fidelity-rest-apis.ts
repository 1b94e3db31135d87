/** What REST APIs of API Gateway do, and how the executor does it. */
export const REST_APIS = {
  faithful: [
    {
      behaviour: 'Resources and methods: what is written out before parameters, these before greedy ones, and ANY last',
      rules: ['APR-02', 'APR-11'],
    },
    {
      behaviour:
        'Proxy integrations with functions, versions and aliases, with stage variables in their address; without a permission or a role 500',
      rules: ['APR-01', 'APR-02'],
    },
    {
      behaviour: 'Events of proxy integrations, as recorded; binary media types',
      rules: ['APR-10', 'APR-11', 'APR-12', 'APR-13'],
    },
    {
      behaviour:
        'Responses: merged headers, renamed ones, base64 by the Accept header; malformed ones and failed functions give 502',
      rules: ['APR-14', 'APR-20', 'APR-21', 'APR-22'],
    },
    { behaviour: 'Streamed responses with their prelude', rules: ['APR-23'] },
    { behaviour: 'Stages, stage variables, and domains of the app’s own with their base paths', rules: ['APR-12'] },
    {
      behaviour: 'Authorizers of type TOKEN and REQUEST: identity sources, validation, policies, context, results that are kept',
      rules: ['AUT-01', 'AUT-02', 'AUT-03', 'AUT-04', 'AUT-06', 'AUT-07'],
    },
    { behaviour: 'Signed requests, and the resource policy of an API with its conditions', rules: ['APR-02'] },
    {
      behaviour: 'API keys in the header or from the authorizer; throttles and quotas of usage plans and stages, under the clock',
      rules: ['APR-12'],
    },
    { behaviour: 'Required parameters, and bodies that follow models of JSON schema draft 4', rules: ['APR-01'] },
    { behaviour: 'Gateway responses: status, headers and templates, and those that stand for all others', rules: ['APR-22'] },
  ],
  differs: [
    {
      behaviour: 'A streamed response ends when it has been silent, or has lasted, for too long',
      rules: ['APR-01'],
      remark: 'One that has begun goes on until its function ends it.',
    },
    {
      behaviour: 'A request with an Authorization header for what no method takes is IncompleteSignatureException',
      rules: ['AUT-01'],
      remark: 'It is MissingAuthenticationTokenException, as without that header.',
    },
    {
      behaviour: 'Every API has a host name of its own, with HTTPS',
      rules: ['APR-12'],
      remark:
        'Served at `http://127.0.0.1:PORT/_api/<id>/<stage>/` and `http://<id>.execute-api.<region>.localhost:PORT`, domains of the app’s own at `/_api/<domain>/` and `http://<domain>.localhost:PORT`; `Host` and `X-Forwarded-*` of events say so, `requestContext.domainName` is that of AWS.',
    },
    {
      behaviour: 'A request that no method takes gives 403 Missing Authentication Token',
      rules: ['APR-02'],
      remark:
        'Also where it has an Authorization header, of which AWS then says that it is malformed. A resource that has other methods does not let a greedy one take its place; whether AWS does so is not recorded.',
    },
    {
      behaviour: 'Integrations end after 29 seconds or what they say, bodies at 10 MB, events at 6 MB, headers at 20,480 bytes',
      rules: ['APR-03'],
      remark: 'With 504, 413 and 431; of the last two the texts are not recorded.',
    },
    {
      behaviour: 'A deployment is a copy of the methods as they were when it was made',
      rules: ['APR-12'],
      remark: 'Every stage serves the methods of the template; of a canary only the variables differ.',
    },
    {
      behaviour: 'Edge-optimized APIs are behind CloudFront, which adds headers, and private ones in a network',
      rules: ['APR-10'],
      remark: 'Every API is served like a regional one.',
    },
    {
      behaviour: 'The result of an authorizer needs a principal, a policy and at most 8 KB',
      rules: ['AUT-04'],
      remark:
        'As documented; without them 500, as for an authorizer that fails. Policy variables are not put in: such policies are malformed here.',
    },
    {
      behaviour: 'Authorizers of type COGNITO_USER_POOLS: identity tokens, and access tokens where scopes are asked for',
      rules: ['AUT-01'],
      remark: 'The keys of a pool are given with `jwtKeys`, or `local.mintToken()` makes the token; keys are never fetched.',
    },
    {
      behaviour: 'Integrations of type HTTP and HTTP_PROXY call a server wherever it is',
      rules: ['APR-03'],
      remark:
        'Only one on this machine, also the app’s own APIs and function URLs; any other gives 504 with the reason, and VPC links 500.',
    },
    {
      behaviour: 'Quotas of weeks and months begin anew',
      rules: ['APR-12'],
      remark:
        'At midnight in UTC of Sunday or of the first; AWS does not tell when. The limits of the account itself are not counted.',
    },
    {
      behaviour: 'APIs that are made from OpenAPI documents',
      rules: ['APR-01'],
      remark:
        'Those in `Body`, or in a JSON file that the app uploads to S3 (`BodyS3Location`, `AWS::Include`): paths and the base path, integrations, authorizers, keys, validators, models, gateway responses. Documents in YAML, or elsewhere in S3, and copies of other APIs are said not to be run.',
    },
  ],
  absent: [
    {
      behaviour:
        'Response caches, access logs, compression, client certificates, WAF, mutual TLS, test invocations, the API of API Gateway itself',
      rules: ['APR-02'],
      remark: 'Stages that ask for caches or logs, and APIs that ask for compression, are told of as findings.',
    },
  ],
};
