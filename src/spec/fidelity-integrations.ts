/** Integrations of APIs beside proxies of functions, and how they differ; a part of the table of fidelity. */
export const INTEGRATIONS = {
  faithful: [
    {
      behaviour:
        'Requests and responses of REST APIs are mapped: templates by content type, passing others through or not, parameters, contents to and from base64, responses by patterns of statuses and error messages',
      rules: [],
    },
    {
      behaviour: 'MOCK answers with the status that its template gives; functions without proxy, also asynchronously',
      rules: ['APR-02', 'APR-04'],
    },
    {
      behaviour:
        'AWS services that are emulated are called by action or path with the role of the integration, and their own answers are mapped; answers of the Query protocol come as JSON',
      rules: [],
    },
    {
      behaviour:
        'HTTP APIs send to SQS, EventBridge and Kinesis by integrations of their own, and change headers, query, path and status by parameters',
      rules: [],
    },
  ],
  differs: [
    {
      behaviour: 'The role of an integration must allow what is called',
      rules: [],
      remark: 'There must be one, and the service sees its session; what its policies allow is not looked at.',
    },
    {
      behaviour: 'Answers of SQS and SNS as JSON have a member for everything that could be there',
      rules: [],
      remark:
        'Those of SendMessage, ReceiveMessage and Publish have; of other operations the members that the XML has, by its names and as texts.',
    },
    {
      behaviour: 'What clients of an HTTP API get of SQS',
      rules: [],
      remark: 'The XML of the Query protocol, of EventBridge and Kinesis their JSON: it is not recorded.',
    },
    {
      behaviour: 'A parameter of an HTTP API whose JSON path cannot be read',
      rules: [],
      remark: 'The client gets 400 `Bad Request`: what API Gateway says is not recorded.',
    },
  ],
  absent: [
    {
      behaviour: 'Integrations with services that are not emulated, as Step Functions and AppConfig, and actions of S3',
      rules: [],
      remark: 'They answer 500, and the journal says which it was; `list` and `start` name the routes before.',
    },
    {
      behaviour: 'Services are called with the credentials of the client (`arn:aws:iam::*:user/*`)',
      rules: [],
      remark: 'They answer 500, and the journal says why.',
    },
  ],
} as const;
