import { ASSEMBLY_ERRORS } from '../assembly/assembly-error';

/** Every way the executor refuses, and what the reader can do. docs/errors.md is made from this table. */
export const ERRORS = {
  ...ASSEMBLY_ERRORS,
  APP_NOT_GIVEN:
    'Run it in the folder of your cdk.json, or name a cloud assembly folder (`--app cdk.out`) or a command that makes one.',
  SYNTH_FAILED:
    'The synth command ended with an error; the message quotes the end of what it printed. Run it by hand to see more.',
  CDK_JSON_INVALID: 'cdk.json or cdk.context.json is not what the CDK has there; the message says what is wrong.',
  CALL_INVALID: 'The command line is not one that lambda-kit takes; `lambda-kit --help` lists them.',
  EVENT_INVALID:
    'An event or a message is something JSON can hold; `invoke` takes it from a file (`--event event.json`) or from standard input (`--event -`).',
  FUNCTION_UNKNOWN: 'No function of the app has this name; the message lists those there are.',
  FUNCTION_AMBIGUOUS: 'Several functions of the app have this name; use one of the construct paths that the message lists.',
  OBJECT_REFUSED: 'The bucket does not take this object, or does not let it be deleted; the message says why, as S3 does.',
  ITEM_INVALID: 'An item for a table has a value that no attribute can be; the message says where.',
  RESOURCE_UNKNOWN: 'No resource of the app has this name; the message lists those there are of its kind.',
  RESOURCE_AMBIGUOUS: 'Several resources of the app have this name; use one of the construct paths that the message lists.',
  CONNECTION_CLOSED: 'The connection to the WebSocket API is over; the message says how it ended. Connect another client.',
  PORT_BUSY: 'Another program listens on this port; stop it, or choose another with --port.',
  RUNTIME_UNSUPPORTED: 'No driver runs this runtime here; the message says which are there.',
  OPTION_INVALID: 'An option of the executor has a value that it cannot have; the message says which values it takes.',
  LOGS_UNWRITABLE: 'The folder for log files cannot be made or written to; choose another with --logs.',
  TEMPORARY_FOLDER_UNUSABLE: 'The folder for temporary files cannot be written to; set TMPDIR to one that can.',
  JWT_KEYS_INVALID: 'The keys of an issuer of tokens cannot be read, or are no set of JSON Web Keys; the message says why.',
  LAYER_FILES_INVALID:
    'What is named as the files of a layer is not there, or is neither a folder nor a .zip archive; it holds what Lambda unpacks to /opt.',
  INTERPRETER_INVALID: 'The executable named for a runtime is not there, or there is no such runtime; the message says which.',
  ISOLATION_UNAVAILABLE:
    'Isolation was required and cannot be had here; the message says why. Without `isolation: "required"` functions run as ordinary processes.',
  IMAGE_NOT_BUILT:
    'The container image of a function cannot be made; the message quotes the end of what the build printed. Run it by hand to see more.',
  IMAGE_NOT_FOUND:
    'The container image of a function is not on this machine and cannot be pulled; log in to its registry, or pull or build it under this name.',
  CONTAINER_NOT_STARTED: 'The container engine does not make a container of the image; the message says why.',
  EXECUTOR_STOPPED: 'The executor has been stopped; start another.',
  NOT_SETTLED: 'Something is still queued, running or due; the message lists what.',
  CLOCK_NOT_VIRTUAL: 'Only a virtual clock can be advanced; start the executor with `clock: "virtual"`.',
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** Something that the person running the app can put right. */
export class LocalError extends Error {
  override readonly name = 'LocalError';

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}
