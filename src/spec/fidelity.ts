import { BUCKETS } from './fidelity-buckets';
import { CONTROL_PLANE } from './fidelity-control-plane';
import { DISTRIBUTIONS } from './fidelity-distributions';
import { EVENT_BUSES, SCHEDULES } from './fidelity-events';
import { HTTP_APIS } from './fidelity-http-apis';
import { INTEGRATIONS } from './fidelity-integrations';
import { KINESIS } from './fidelity-kinesis';
import { LATTICE_SERVICES } from './fidelity-lattice';
import { LOAD_BALANCERS } from './fidelity-load-balancers';
import { MAPPINGS } from './fidelity-mappings';
import { QUEUES } from './fidelity-queues';
import { REST_APIS } from './fidelity-rest-apis';
import { STREAMS } from './fidelity-streams';
import { TABLES } from './fidelity-tables';
import { TEMPLATES } from './fidelity-templates';
import { TOPICS } from './fidelity-topics';
import { WEB_SOCKETS } from './fidelity-web-sockets';

/** One thing that Lambda does, and how the executor does it. docs/fidelity.md is made from this table. */
export interface Behaviour {
  /** The heading it stands under. */
  readonly area:
    | 'Invocation'
    | 'Errors of functions'
    | 'Asynchronous invocation'
    | 'Environments'
    | 'Node.js'
    | 'Python'
    | 'Custom runtimes'
    | 'Extensions'
    | 'Logs'
    | 'Control plane'
    | 'Versions and aliases'
    | 'Concurrency'
    | 'Function URLs'
    | 'Load balancers'
    | 'VPC Lattice'
    | 'CloudFront'
    | 'AWS calls of handlers'
    | 'Event source mappings'
    | 'Amazon SQS'
    | 'Topics'
    | 'S3'
    | 'Amazon DynamoDB'
    | 'Amazon Kinesis'
    | 'Streams'
    | 'Event buses'
    | 'Schedules'
    | 'Mapping templates'
    | 'Integrations of APIs'
    | 'HTTP APIs'
    | 'REST APIs'
    | 'WebSocket APIs'
    | 'Not emulated';
  /** What Lambda does, as a user would say it. */
  readonly behaviour: string;
  /** `differs`: it is done, and the remark says what is unlike Lambda. `absent`: it is not done, and the remark says what happens instead. */
  readonly status: 'faithful' | 'differs' | 'absent';
  /** Ids of the facts in `src/spec` and the tests that show it. */
  readonly rules: readonly string[];
  /** Needed for everything that is not faithful. */
  readonly remark?: string;
}

type Row = Omit<Behaviour, 'area' | 'status'>;

function area(
  name: Behaviour['area'],
  rows: { readonly faithful?: readonly Row[]; readonly differs?: readonly Row[]; readonly absent?: readonly Row[] },
) {
  return (['faithful', 'differs', 'absent'] as const).flatMap((status) =>
    (rows[status] ?? []).map((row): Behaviour => ({ area: name, status, ...row })),
  );
}

export const FIDELITY: readonly Behaviour[] = [
  ...area('Invocation', {
    faithful: [
      {
        behaviour: 'RequestResponse answers 200, Event 202 and DryRun 204; a function error is an answer, not a failed call',
        rules: ['INV-01', 'INV-04'],
      },
      {
        behaviour: 'A function is addressed by name, partial ARN or ARN, with a qualifier in either place',
        rules: ['FN-02', 'FN-03', 'FN-04', 'FN-05', 'FN-92'],
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
      { behaviour: 'Requests above 6 MiB, or 1 MiB for events, are refused', rules: ['INV-20', 'INV-22', 'INV-23'] },
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
          'Any credentials, or none, are accepted by the endpoint unless it is started with `authentication: verify`; function URLs always check. What the caller’s policies allow is not looked at.',
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
        behaviour: 'InvokeWithResponseStream tells how a function failed, and the type of what it streams',
        rules: ['INV-02'],
        remark:
          'ErrorCode is the error’s type, ErrorDetails its JSON; the type is in X-Amzn-Remapped-Content-Type. What Lambda puts there is not recorded.',
      },
    ],
  }),
  ...area('Errors of functions', {
    faithful: [
      { behaviour: 'Errors thrown by handlers, in the shape of the runtime', rules: ['INV-30', 'INV-33', 'INV-34', 'INV-35'] },
      {
        behaviour: 'A module that cannot be loaded, a syntax error, a handler that is missing or malformed',
        rules: ['INV-31', 'INV-32', 'INV-36'],
      },
      {
        behaviour: 'Timeouts, exits with and without a status, uncaught errors',
        rules: ['INV-38', 'INV-40', 'INV-41', 'INV-42'],
      },
    ],
    differs: [
      {
        behaviour: 'Stack traces name files under /var/task and /var/runtime',
        rules: ['INV-30', 'INV-34'],
        remark:
          'So they do where functions are isolated; elsewhere they name the files where they lie on this machine. Frames of the runtime itself are those of ours.',
      },
      {
        behaviour: 'A function that uses more than its memory is killed',
        rules: ['INV-43'],
        remark:
          'On Linux, with its children and extensions; looked at ten times a second, so that a short peak may pass. V8’s heap has its own limit, which aborts the process. Elsewhere only that is limited.',
      },
      {
        behaviour: 'A promise that is never settled while nothing else is to be done',
        rules: ['INV-37'],
        remark: 'The type and the first words are Lambda’s; the end of the message is not known.',
      },
    ],
  }),
  ...area('Asynchronous invocation', {
    faithful: [
      {
        behaviour: 'A failing event is tried three times, one and then two minutes apart, until it is too old',
        rules: ['INV-60', 'INV-62'],
      },
      { behaviour: 'A throttled event waits from one second, doubling, up to five minutes', rules: ['INV-63'] },
      { behaviour: 'With a reservation of 0 an event is given up at once', rules: ['INV-64'] },
      {
        behaviour: 'Destinations receive the record of what has ended, dead-letter targets the event with its attributes',
        rules: ['INV-66', 'INV-69'],
      },
      { behaviour: 'A function as destination is invoked asynchronously with the record', rules: ['INV-68'] },
      { behaviour: 'Topics receive records and dead letters, event buses records', rules: ['INV-66', 'INV-67', 'INV-69'] },
      {
        behaviour: 'A function that has run 16 times in one chain of requests is not run again, unless it allows loops',
        rules: ['FN-72'],
      },
    ],
    differs: [
      {
        behaviour: 'The role must allow what sends to the destination',
        rules: ['INV-68'],
        remark: 'Roles may do everything; a FIFO target and one of the wrong service are refused as Lambda does.',
      },
      {
        behaviour: 'A record that is too large for a topic is sent without its payload',
        rules: ['INV-68'],
        remark: 'Without both payloads, when it is of a failure; what Lambda leaves out exactly is not documented.',
      },
      {
        behaviour: 'Chains of requests are told by the trace header, which the SDKs send on',
        rules: ['FN-72'],
        remark:
          'The same; the hash in its lineage is another, and how the record of a stopped event names the reason is not documented.',
      },
      {
        behaviour: 'Some events are delivered twice',
        rules: ['INV-65'],
        remark: 'Every event is delivered once for each attempt.',
      },
    ],
  }),
  ...area('Environments', {
    faithful: [
      { behaviour: 'One environment runs one invocation at a time and is reused while it lives', rules: ['RT-07'] },
      { behaviour: 'An Init that takes longer than 10 seconds is begun again inside the invocation', rules: ['RT-02', 'INV-83'] },
      {
        behaviour: 'After a timeout or a crash, Init is part of the next invocation; module state is gone',
        rules: ['RT-04', 'INV-47'],
      },
      { behaviour: 'After a timeout or a crash the next environment finds /tmp as it was', rules: ['INV-47'] },
      { behaviour: 'Layers are searched in Lambda’s folders, later ones first', rules: ['FN-52'] },
      {
        behaviour: 'The variables that Lambda sets, and which of them a function may set otherwise',
        rules: ['FN-42', 'FN-43', 'FN-45'],
      },
    ],
    differs: [
      {
        behaviour: 'Code lies in /var/task and layers in /opt, read-only; /tmp is the environment’s own',
        rules: ['FN-14', 'FN-48', 'FN-52'],
        remark:
          'So it is on Linux with bubblewrap, /tmp with the configured size, or without a bound where a function has extensions, which share it; `list` and `start --json` say so. Elsewhere, or with `isolation: "none"`, code and layers stay where the assembly has them and are search paths, and /tmp is the machine’s.',
      },
      {
        behaviour: 'An environment is frozen between invocations',
        rules: ['RT-07'],
        remark:
          'So it is 10 ms after its answer, or its Init; processes that the handler moved into a session of their own go on. It is not frozen while telemetry is on its way to an extension; the rest is delivered when it goes on. With --inspect in NODE_OPTIONS nothing is frozen.',
      },
      {
        behaviour: 'Calls that are under way at once have an environment each',
        rules: ['CON-12', 'RT-07'],
        remark:
          'As many as this machine runs at once, eight under the virtual clock; the others wait for one of those. Of the free ones the first that was started is taken; when a handler calls one function several times at once, which call meets a new environment is not the same in every run.',
      },
      {
        behaviour: 'Environments are given up when they have been idle for a while, and every few hours',
        rules: ['RT-06', 'CON-12'],
        remark:
          'After 10 minutes without a call, or after `idleLifetime`; how long Lambda keeps them is not documented. Those that are called live until the executor stops.',
      },
      {
        behaviour: 'Everything a handler has started ends with its environment',
        rules: ['RT-05'],
        remark:
          'So it does here; without isolation not those processes that the handler itself moved into a session of their own.',
      },
      {
        behaviour: 'Functions are isolated from the machine and from each other',
        rules: ['FN-48'],
        remark:
          'They are processes of the user who runs the executor; where they are isolated they can write to /tmp alone, and still read this machine’s other files.',
      },
      {
        behaviour: 'x86_64 or arm64, as declared',
        rules: ['FN-15'],
        remark: 'The architecture of this machine; compiled modules must fit it.',
      },
    ],
  }),
  ...area('Node.js', {
    faithful: [
      { behaviour: 'CommonJS and ES modules, promises and callbacks (callbacks up to nodejs22.x)', rules: ['RT-16', 'FN-90'] },
      {
        behaviour: 'A package that is neither in the bundle, in a layer nor part of the runtime’s SDK is not found',
        rules: ['INV-36'],
      },
      {
        behaviour:
          'Streamed responses: pieces as they are written, back-pressure, content type, prelude, errors before and behind the first byte',
        rules: ['RT-12', 'RT-17'],
      },
    ],
    differs: [
      {
        behaviour: 'The declared version of Node.js',
        rules: ['FN-34'],
        remark:
          'That version where the app’s node_modules, PATH or a version manager has it, or where it is named; otherwise the nearest from 18 on. `list`, `start --json` and the journal say which.',
      },
      {
        behaviour: 'The AWS SDK that comes with the runtime',
        rules: ['FN-34'],
        remark: 'The one in the app’s own node_modules; the error says what to install when there is none.',
      },
      {
        behaviour: 'A streaming handler writes behind the end of its response',
        rules: ['RT-17'],
        remark: 'The invocation fails with the error of that write, behind what was written; Lambda’s runtime may lose that too.',
      },
      {
        behaviour: 'The keys of the context, in the order of the runtime’s version',
        rules: ['FN-90'],
        remark: 'Up to nodejs22.x as recorded; from nodejs24.x on as its published client has them, without w3c().',
      },
    ],
  }),
  ...area('Python', {
    faithful: [
      {
        behaviour: 'Handlers in modules and packages, the context object, print and logging',
        rules: ['RT-16', 'FN-91', 'INV-84'],
      },
      {
        behaviour: 'The runtime does not stream: behind RESPONSE_STREAM a client gets the result as it stands',
        rules: ['URL-29'],
      },
    ],
    differs: [
      {
        behaviour: 'The declared version of Python',
        rules: ['FN-34'],
        remark:
          'That version where PATH or a version manager has it, or where it is named; otherwise the nearest from 3.8 on. `list`, `start --json` and the journal say which.',
      },
      {
        behaviour: 'boto3 comes with the runtime',
        rules: ['FN-34'],
        remark: 'The installed one of that interpreter; no other installed package is seen.',
      },
    ],
  }),
  ...area('Custom runtimes', {
    faithful: [
      {
        behaviour: 'provided.*: a bootstrap in the package or a layer, in any language, at an address of its own as host:port',
        rules: ['RT-10', 'RT-15', 'FN-46'],
      },
      {
        behaviour: 'Events, responses and errors through the Runtime API; wrong ids, states and modes are refused',
        rules: ['RT-10', 'RT-11', 'RT-13'],
      },
      {
        behaviour: 'A bootstrap that is missing, not executable or of another format ends Init with Runtime.InvalidEntrypoint',
        rules: ['RT-15', 'RT-43'],
      },
      {
        behaviour: 'AWS_LAMBDA_EXEC_WRAPPER in the package or a layer; one that cannot be started exits with 127 or 126',
        rules: ['FN-43', 'INV-42'],
      },
    ],
    differs: [
      {
        behaviour: 'An invocation ends when the runtime asks for the next one',
        rules: ['RT-01'],
        remark: 'It ends with the runtime’s answer; the next invocation waits until the runtime asks.',
      },
      {
        behaviour: 'Binaries run on Amazon Linux',
        rules: ['FN-34', 'FN-15'],
        remark: 'They run on this machine’s system and processor; others end Init with “exec format error”.',
      },
      {
        behaviour: 'A wrapper may lead the runtime to a Runtime API of its own',
        rules: ['FN-43'],
        remark: 'Node.js and Python functions stay with the executor’s; custom runtimes go where AWS_LAMBDA_RUNTIME_API says.',
      },
    ],
    absent: [
      {
        behaviour: 'restore/next and restore/error of SnapStart',
        rules: ['RT-14'],
        remark: 'Answered with 404, as Lambda does outside of SnapStart.',
      },
    ],
  }),
  ...area('Extensions', {
    faithful: [
      {
        behaviour: 'Executables in extensions/ of layers are started before the runtime, which waits until they have registered',
        rules: ['RT-20', 'RT-21'],
      },
      {
        behaviour: 'Extensions in the runtime’s process; at most ten; each is told of what it has asked for',
        rules: ['RT-20', 'RT-21', 'RT-22'],
      },
      {
        behaviour: 'SHUTDOWN with its reason, and two seconds for it; SIGTERM for the runtime before, which has 0.6 of them',
        rules: ['RT-05', 'RT-22'],
      },
      {
        behaviour: 'Extension.LaunchError, InitError, ExitError and Crash fail Init or the invocation, and end the environment',
        rules: ['RT-23', 'RT-43'],
      },
      { behaviour: 'What has become of each is told when Init is over, as text and as JSON event', rules: ['RT-40', 'INV-87'] },
      {
        behaviour: 'Subscriptions to the Telemetry and Logs APIs during Init, over HTTP and TCP, with buffering and its bounds',
        rules: ['RT-30'],
      },
      {
        behaviour:
          'Platform, function and extension events in order, with what came before the subscription and what was dropped',
        rules: ['RT-30', 'RT-40'],
      },
    ],
    differs: [
      {
        behaviour: 'sandbox.localdomain is the environment itself',
        rules: ['RT-30'],
        remark:
          'Deliveries go to 127.0.0.1; an extension that listens at that name needs it in the machine’s hosts file or isolation.',
      },
      {
        behaviour: 'A delivery that fails is repeated',
        rules: ['RT-30'],
        remark: 'Five times within two seconds, then it is dropped; eight batches wait. Lambda’s own figures are not documented.',
      },
      {
        behaviour: 'Spans tell when a response began and ended',
        rules: ['RT-40'],
        remark:
          'So they do of responses that are streamed; of others both are told as of the moment when the response was there.',
      },
      {
        behaviour: 'The Logs API tells of faults',
        rules: ['RT-30'],
        remark: 'platform.fault is not sent; the report that follows is.',
      },
      {
        behaviour: 'The caller has the response before the extensions are done',
        rules: ['RT-01'],
        remark: 'It has it when they are, too. When they take too long the response stays as it is.',
      },
      {
        behaviour: 'Extensions lie in /opt/extensions',
        rules: ['RT-20', 'FN-52'],
        remark: 'So they do where functions are isolated; elsewhere they are started where the files of the layer lie.',
      },
      {
        behaviour: 'Every environment has a network of its own',
        rules: ['RT-30'],
        remark: 'All share this machine’s; the second extension that listens at the same port finds it taken.',
      },
    ],
  }),
  ...area('Logs', {
    faithful: [
      {
        behaviour:
          'INIT_START, INIT_REPORT, START, END and REPORT, as text and as JSON events; application logs in both formats; levels of both',
        rules: ['INV-80', 'INV-82', 'INV-84', 'INV-85', 'INV-86', 'INV-87', 'INV-89'],
      },
      { behaviour: 'Every line of an invocation is told before its result', rules: ['INV-80'] },
      {
        behaviour:
          'Log groups, streams and events are read and written through CloudWatch Logs, page by page and by filter patterns',
        rules: ['INV-80', 'INV-88'],
      },
      {
        behaviour: 'The trace header of the caller is completed and handed on to the handler, as variable and to the Runtime API',
        rules: ['INV-51'],
      },
      { behaviour: 'The line of X-Ray after the REPORT of a traced function’s sampled invocations', rules: ['INV-80'] },
      { behaviour: 'An X-Ray daemon answers, so that instrumented handlers run; there are no sampling rules', rules: ['FN-45'] },
    ],
    differs: [
      {
        behaviour: 'Filter patterns find words, conditions on JSON, and fields between blanks',
        rules: [],
        remark: 'A word is found as part of another as well; patterns of fields between blanks ([a, b]) are refused.',
      },
      {
        behaviour: 'Events are kept for as long as the retention says',
        rules: [],
        remark: 'And for as long as all together have at most 64 million characters; what came first is forgotten first.',
      },
      {
        behaviour: 'INIT_START names the runtime’s version and ARN',
        rules: ['INV-80'],
        remark: 'It names the declared runtime.',
      },
      {
        behaviour: 'The status in the INIT_REPORT of a good Init, spans in the JSON events of the log',
        rules: ['INV-80', 'INV-82', 'RT-40'],
        remark: 'There is no status and there are no spans.',
      },
      {
        behaviour: 'Traces are sent to X-Ray',
        rules: ['INV-51'],
        remark:
          'What handlers send to the daemon, over UDP or as segments over TCP, goes to the journal. The segments that Lambda itself adds are not made.',
      },
      {
        behaviour: 'Active tracing samples one request a second and five percent of the others',
        rules: ['FN-62'],
        remark: 'It samples all whose caller has not decided; with PassThrough those are not sampled.',
      },
    ],
    absent: [
      {
        behaviour: 'Log groups and their retention are those of the template before the first log',
        rules: ['INV-88'],
        remark:
          'A group is made by its first line or by CreateLogGroup, and keeps everything until PutRetentionPolicy says otherwise.',
      },
      {
        behaviour: 'Logs Insights, Live Tail, subscription and metric filters, exports, tags and encryption of log groups',
        rules: [],
        remark: 'Refused with NotEmulatedException and the operation’s name.',
      },
    ],
  }),
  ...area('Control plane', CONTROL_PLANE),
  ...area('Versions and aliases', {
    faithful: [
      { behaviour: 'A weighted alias sends its share of the invocations to the second version', rules: ['ALS-06', 'ALS-07'] },
      { behaviour: 'The context tells the version that runs and the ARN that was called', rules: ['FN-92'] },
    ],
    differs: [
      {
        behaviour: 'A published version keeps the code and configuration of its time',
        rules: ['VER-07'],
        remark:
          'So do those that are published at run time; all versions in an assembly have the function’s present code and configuration, since the assembly holds no other.',
      },
      {
        behaviour: 'Version numbers go on from the last deployment',
        rules: ['VER-01'],
        remark: 'They are counted from 1 in every assembly, and on from there at run time.',
      },
    ],
  }),
  ...area('Concurrency', {
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
        behaviour: 'What is said of a tenant id that is missing or not expected',
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
  }),
  ...area('Function URLs', {
    faithful: [
      {
        behaviour: 'Events of payload 2.0 with cookies, repeated headers and parameters, text and binary bodies',
        rules: ['URL-20', 'URL-21', 'URL-22', 'URL-23'],
      },
      { behaviour: 'Results as objects with a status, or as anything else that JSON holds', rules: ['URL-25', 'URL-26'] },
      { behaviour: 'Public URLs need both statements of the resource policy', rules: ['URL-11', 'URL-12', 'URL-14'] },
      {
        behaviour: 'IAM URLs: signatures in headers and pre-signed, refused when late, early, changed or of an unknown key',
        rules: ['URL-10', 'URL-13', 'URL-30'],
      },
      {
        behaviour: 'Behind RESPONSE_STREAM a client gets what the function writes while it writes it, or the result as it stands',
        rules: ['URL-28', 'URL-29'],
      },
      { behaviour: 'A function error is 502, a throttle 429', rules: ['URL-31', 'URL-32'] },
      { behaviour: 'Preflight requests are answered without the function; CORS headers are added to its own', rules: ['URL-41'] },
    ],
    differs: [
      {
        behaviour: 'https://<id>.lambda-url.<region>.on.aws',
        rules: ['URL-01'],
        remark:
          'http, under /_url/<id>/ of the endpoint and at <id>.lambda-url.<region>.localhost; the event’s host header is the latter, domainName the former.',
      },
      {
        behaviour: 'What an identity’s own policies allow',
        rules: ['URL-13'],
        remark: 'The identities of one run may do everything in their account; there is no explicit deny.',
      },
      {
        behaviour: 'Statements with conditions on source, organization or token',
        rules: ['IAM-03'],
        remark: 'They never match a call through a URL.',
      },
      {
        behaviour: 'Which headers of a result are renamed, and which CORS headers are sent',
        rules: ['URL-27', 'URL-42'],
        remark: 'Those that were seen; Lambda’s exact set is not documented.',
      },
      {
        behaviour: 'What happens to a malformed result',
        rules: ['URL-25'],
        remark: '502, with the reason in x-lambda-kit-reason; Lambda’s answer is not recorded.',
      },
      {
        behaviour: 'What a client sees of a response that fails behind its first byte, or that lacks its prelude',
        rules: ['URL-28', 'URL-31'],
        remark: 'The connection is cut; 502 with the reason in x-lambda-kit-reason. Lambda’s answers are not recorded.',
      },
    ],
  }),
  ...area('Load balancers', LOAD_BALANCERS),
  ...area('VPC Lattice', LATTICE_SERVICES),
  ...area('CloudFront', DISTRIBUTIONS),
  ...area('AWS calls of handlers', {
    faithful: [
      {
        behaviour:
          'The protocols of AWS: JSON 1.0 and 1.1, REST-JSON, REST-XML, Query, RPC v2 CBOR, the older CBOR of the Java SDK; errors as clients expect them',
        rules: ['ERR-01', 'ERR-03'],
      },
      {
        behaviour: 'One port speaks HTTP/1.1 and HTTP/2, which clients of Kinesis and of event streams choose by themselves',
        rules: [],
      },
      { behaviour: 'STS GetCallerIdentity tells the session of the function’s role', rules: ['IAM-01'] },
    ],
    differs: [
      {
        behaviour: 'Inputs are checked for lengths, ranges, patterns and enumerations before anything else',
        rules: ['ERR-03'],
        remark: 'For types and required members only, which is what the schemas of the SDKs tell; a service may check more.',
      },
      {
        behaviour: 'Calls reach AWS with the credentials of the role',
        rules: ['IAM-01'],
        remark:
          'They reach the endpoint with made-up credentials, through AWS_ENDPOINT_URL; SDKs that do not know that variable reach AWS and are refused there.',
      },
      {
        behaviour: 'Reserved variables cannot be set',
        rules: ['FN-42'],
        remark: 'A function that sets one is not run; variables that would lead calls elsewhere are dropped and named.',
      },
    ],
    absent: [
      {
        behaviour: 'Every service and operation that is not named on this page',
        rules: ['INV-01'],
        remark: 'Refused with NotEmulatedException, the service and the operation.',
      },
    ],
  }),
  ...area('Event source mappings', MAPPINGS),
  ...area('Amazon SQS', QUEUES),
  ...area('Topics', TOPICS),
  ...area('S3', BUCKETS),
  ...area('Amazon DynamoDB', TABLES),
  ...area('Amazon Kinesis', KINESIS),
  ...area('Streams', STREAMS),
  ...area('Event buses', EVENT_BUSES),
  ...area('Schedules', SCHEDULES),
  ...area('Mapping templates', TEMPLATES),
  ...area('Integrations of APIs', INTEGRATIONS),
  ...area('HTTP APIs', HTTP_APIS),
  ...area('REST APIs', REST_APIS),
  ...area('WebSocket APIs', WEB_SOCKETS),
  ...area('Not emulated', {
    differs: [
      {
        behaviour: 'SnapStart',
        rules: ['RT-03'],
        remark: 'Environments of such a function are started like those of any other.',
      },
    ],
    absent: [
      {
        behaviour: 'Container images',
        rules: ['FN-29', 'INV-45'],
        remark: 'Told when the app is read or the function called; the rest of the app runs.',
      },
      {
        behaviour: 'Java, .NET, Ruby and other managed runtimes than Node.js and Python',
        rules: ['INV-39', 'RT-15'],
        remark:
          'Told in the same way, with what to put into the package to run it as a custom runtime; the rest of the app runs.',
      },
      {
        behaviour: 'Managed instances, with several invocations at once in an environment, and durable functions',
        rules: ['INV-12', 'INV-13'],
        remark: 'Told as a finding; the functions run as ordinary ones.',
      },
    ],
  }),
];
