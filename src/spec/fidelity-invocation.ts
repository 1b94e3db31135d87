/** How invocations differ from Lambda’s; a part of the table of fidelity. */
export const INVOCATION = {
  faithful: [
    {
      behaviour: 'RequestResponse answers 200, Event 202 and DryRun 204; a function error is an answer, not a failed call',
      rules: ['INV-01', 'INV-04'],
    },
    {
      behaviour: 'A function is addressed by name, partial ARN or ARN, with a qualifier in either place',
      rules: ['FN-02', 'FN-03', 'FN-04', 'FN-05', 'FN-92'],
    },
    { behaviour: 'A request reaches functions of its own Region, where the app has any there', rules: ['ERR-07'] },
    {
      behaviour: 'The headers of an answer: of the type of what a streaming function wrote, ids, version, length',
      rules: ['INV-01', 'INV-02', 'INV-04'],
    },
    { behaviour: 'The log tail is the last 4 KB of the log, with START, END and REPORT', rules: ['INV-07', 'INV-80'] },
    { behaviour: 'A response above 6 MiB fails the invocation and keeps the environment', rules: ['INV-20', 'INV-21'] },
    {
      behaviour: 'InvokeWithResponseStream sends what a function writes while it writes it, and how the invocation ended',
      rules: ['INV-02'],
    },
    {
      behaviour: 'A streamed response has up to 200 MB: the first 6 MB at once, the rest with 2 MB a second',
      rules: ['INV-24'],
    },
    {
      behaviour: 'Requests above 6 MiB, or 1 MiB for events, are refused with RequestEntityTooLargeException, as seen on AWS',
      rules: ['INV-20', 'INV-22', 'INV-23'],
    },
    { behaviour: 'One request id from the answer to the context and the log; retries keep it', rules: ['INV-50'] },
    {
      behaviour: 'Refusals have the status, error type and shape that SDK clients turn into their exceptions',
      rules: ['ERR-01', 'ERR-02', 'ERR-03', 'ERR-05'],
    },
  ],
  differs: [
    {
      behaviour: 'Requests are signed, and the caller may invoke the function',
      rules: ['IAM-06'],
      remark:
        'Any credentials, or none, are accepted by the endpoint unless it is started with `authentication: verify`; function URLs always check. What the caller’s policies allow is looked at for handlers only.',
    },
    {
      behaviour: 'A request to a Region that the app has nothing in reaches nothing',
      rules: ['ERR-07'],
      remark: 'It reaches the functions of the others, so that any client can be used as it is set up.',
    },
    {
      behaviour: 'A body that is not JSON is refused',
      rules: ['INV-06'],
      remark: 'The same status, type and first words; what follows is the text of another JSON parser.',
    },
    {
      behaviour: 'The Content-Type must be one of JSON',
      rules: ['INV-06'],
      remark: 'It is not looked at: SDKs send application/octet-stream, and which types Lambda refuses is not known.',
    },
    {
      behaviour: 'InvokeWithResponseStream tells how a function failed',
      rules: ['INV-02'],
      remark: 'ErrorCode is the error’s type, ErrorDetails its JSON. What Lambda puts there is not recorded.',
    },
  ],
};
