import { ASYNCHRONOUS } from './fidelity-asynchronous';
import { BUCKETS } from './fidelity-buckets';
import { CONCURRENCY } from './fidelity-concurrency';
import { CONTROL_PLANE } from './fidelity-control-plane';
import { DISTRIBUTIONS } from './fidelity-distributions';
import { ENVIRONMENTS } from './fidelity-environments';
import { EVENT_BUSES, SCHEDULES } from './fidelity-events';
import { EXTENSIONS } from './fidelity-extensions';
import { FUNCTION_URLS } from './fidelity-function-urls';
import { HTTP_APIS } from './fidelity-http-apis';
import { CONTAINER_IMAGES } from './fidelity-images';
import { INTEGRATIONS } from './fidelity-integrations';
import { INVOCATION } from './fidelity-invocation';
import { JAVA } from './fidelity-java';
import { KINESIS } from './fidelity-kinesis';
import { LATTICE_SERVICES } from './fidelity-lattice';
import { LOAD_BALANCERS } from './fidelity-load-balancers';
import { LOGS } from './fidelity-logs';
import { MAPPINGS } from './fidelity-mappings';
import { NODE } from './fidelity-node';
import { PARAMETERS } from './fidelity-parameters';
import { PERMISSIONS } from './fidelity-permissions';
import { PYTHON } from './fidelity-python';
import { QUEUES } from './fidelity-queues';
import { REST_APIS } from './fidelity-rest-apis';
import { SECRETS } from './fidelity-secrets';
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
    | 'Java'
    | 'Custom runtimes'
    | 'Container images'
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
    | 'Permissions of roles'
    | 'Event source mappings'
    | 'Amazon SQS'
    | 'Topics'
    | 'S3'
    | 'Amazon DynamoDB'
    | 'Amazon Kinesis'
    | 'Streams'
    | 'Event buses'
    | 'Schedules'
    | 'Parameter Store'
    | 'Secrets Manager'
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
  ...area('Invocation', INVOCATION),
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
    ],
  }),
  ...area('Asynchronous invocation', ASYNCHRONOUS),
  ...area('Environments', ENVIRONMENTS),
  ...area('Node.js', NODE),
  ...area('Python', PYTHON),
  ...area('Java', JAVA),
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
        remark:
          'Node.js and Python functions stay with the executor’s; Java ones and custom runtimes go where AWS_LAMBDA_RUNTIME_API says.',
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
  ...area('Container images', CONTAINER_IMAGES),
  ...area('Extensions', EXTENSIONS),
  ...area('Logs', LOGS),
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
  ...area('Concurrency', CONCURRENCY),
  ...area('Function URLs', FUNCTION_URLS),
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
          'They reach the endpoint with made-up credentials, through AWS_ENDPOINT_URL; those of an older boto3, and whatever a Node.js function calls over HTTPS at a name under amazonaws.com, as SDK v2 does, all the same. `fetch`, HTTP/2 and other runtimes with clients that do not know that variable reach AWS and are refused there.',
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
  ...area('Permissions of roles', PERMISSIONS),
  ...area('Event source mappings', MAPPINGS),
  ...area('Amazon SQS', QUEUES),
  ...area('Topics', TOPICS),
  ...area('S3', BUCKETS),
  ...area('Amazon DynamoDB', TABLES),
  ...area('Amazon Kinesis', KINESIS),
  ...area('Streams', STREAMS),
  ...area('Event buses', EVENT_BUSES),
  ...area('Schedules', SCHEDULES),
  ...area('Parameter Store', PARAMETERS),
  ...area('Secrets Manager', SECRETS),
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
        behaviour: '.NET, Ruby and other managed runtimes than Node.js, Python and Java',
        rules: ['INV-39', 'RT-15'],
        remark:
          'Told when the app is read or the function called, with what to put into the package to run it as a custom runtime; the rest of the app runs.',
      },
      {
        behaviour: 'Managed instances, with several invocations at once in an environment, and durable functions',
        rules: ['INV-12', 'INV-13'],
        remark: 'Told as a finding; the functions run as ordinary ones.',
      },
    ],
  }),
];
