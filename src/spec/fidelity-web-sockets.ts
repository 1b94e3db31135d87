/** What WebSocket APIs of API Gateway do, and how the executor does it. */
export const WEB_SOCKETS = {
  faithful: [
    {
      behaviour:
        'Clients connect when `$connect` answers 2xx, with its `Sec-WebSocket-Protocol`; any other status is the answer to the handshake, 502 when the function fails',
      rules: ['APW-01', 'APW-04'],
    },
    {
      behaviour:
        'Messages go to the route that the selection expression names, otherwise to `$default`; without one, and where an integration fails, the client is told in API Gateway’s words',
      rules: ['APW-01', 'APW-04'],
    },
    { behaviour: 'Events of `$connect`, of messages and of `$disconnect`, as recorded', rules: ['APW-03'] },
    {
      behaviour:
        'Integrations of type MOCK and AWS, with functions and the services that are emulated: templates chosen by their selection expressions, parameters, patterns of responses',
      rules: ['APW-01'],
    },
    { behaviour: 'Answers reach the client where the route has a response, whatever their status', rules: ['APW-04'] },
    {
      behaviour: 'Functions that authorize `$connect`: identity sources, policies and their context; IAM',
      rules: ['AUT-01', 'AUT-03', 'AUT-04', 'AUT-06'],
    },
    {
      behaviour: 'PostToConnection, GetConnection and DeleteConnection; connections that are not there any more are gone (410)',
      rules: ['APW-05'],
    },
    {
      behaviour:
        'Frames of 32 KB, messages of 128 KB, ten minutes without a word and two hours end a connection; so do binary frames',
      rules: ['APW-02'],
    },
    {
      behaviour:
        'A function whose policy does not let the API invoke it is not invoked; a role of the integration stands for that',
      rules: ['APW-01', 'AUT-02', 'PRM-01', 'PRM-02'],
    },
  ],
  differs: [
    {
      behaviour: 'Clients connect to `wss://<id>.execute-api.<region>.amazonaws.com/<stage>`',
      rules: ['APW-01'],
      remark:
        'Without TLS: `ws://127.0.0.1:PORT/_api/<id>/<stage>` and `ws://<id>.execute-api.<region>.localhost:PORT/<stage>`; `Host` and `X-Forwarded-*` of events say so.',
    },
    {
      behaviour: 'Handlers post to `https://<domainName>/<stage>`, the name in the event',
      rules: ['APW-05'],
      remark:
        'Node.js’s `https` and boto3 are led to the executor for the names of the app’s own WebSocket APIs. `fetch`, other Python clients and custom runtimes are not: they can take the address from a variable of the function, or leave the endpoint out, since the SDKs then use that of the executor.',
    },
    {
      behaviour: 'Bodies of refused handshakes',
      rules: ['AUT-06'],
      remark: 'Not recorded: here they have a message, the ids, and what `$connect` has answered.',
    },
    {
      behaviour: 'Other headers of a 2xx answer of `$connect` than `Sec-WebSocket-Protocol`',
      rules: ['APW-04'],
      remark: 'They reach the client; whether they do on AWS is not known.',
    },
    {
      behaviour: 'What counts as a word on an idle connection',
      rules: ['APW-02'],
      remark: 'Messages of either side, and pings and pongs of the client; of the latter it is not documented.',
    },
    {
      behaviour: 'Clients that do not read what they are sent',
      rules: ['APW-05'],
      remark: 'Above 1 MiB, posts are refused with LimitExceededException and responses are lost; the real bound is not known.',
    },
    {
      behaviour: 'What clients are told when a handler ends their connection, and the kind of frames that it posts',
      rules: ['APW-05'],
      remark: 'The code is 1000, and posts are text; neither is documented.',
    },
    {
      behaviour: 'Content handling of proxy integrations',
      rules: ['APW-01'],
      remark: '`ContentHandlingStrategy` is not looked at.',
    },
    {
      behaviour: 'Who may call the management API',
      rules: ['APW-05'],
      remark: 'Everybody whom the endpoint lets in; `execute-api:ManageConnections` is not looked for.',
    },
  ],
  absent: [
    {
      behaviour: 'Integrations of type HTTP and HTTP_PROXY',
      rules: ['APW-01'],
      remark: 'Such routes tell the client of an internal error; `list` names them.',
    },
    {
      behaviour: 'API keys, models of messages, required parameters and throttling',
      rules: ['APW-01', 'APW-02'],
      remark: 'Told as findings; messages pass.',
    },
    {
      behaviour: 'Domain names of one’s own, access logs, 500 new connections a second',
      rules: ['APW-02'],
      remark: 'Not there.',
    },
  ],
};
