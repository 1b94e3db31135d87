import type { FunctionConfiguration } from '../../../model/function';
import { CONTAINER_USER } from '../../../spec/container-functions';
import { LAMBDA_FOLDERS } from '../../../spec/lambda-file-system';
import type { LocalImage } from './images';

export interface ContainerRequest {
  readonly name: string;
  /** By which those of a run are found. */
  readonly label: string;
  readonly image: LocalImage;
  readonly configuration: FunctionConfiguration;
  readonly variables: Readonly<Record<string, string>>;
  /** Otherwise it has one of its own, from which it calls this machine by a name. */
  readonly sharesNetwork: boolean;
}

/** The arguments of `docker create` for an execution environment: Lambda's user, file system and limits (FN-14, FN-48). */
export function createArguments({ name, label, image, configuration, variables, sharesNetwork }: ContainerRequest): string[] {
  const { memoryMb, ephemeralStorageMb, image: settings = {} } = configuration;
  const [entryPoint, ...first] = settings.entryPoint ?? [];
  // What is in /tmp is in memory here, and must not be taken from the function's.
  const memory = `${memoryMb + ephemeralStorageMb}m`;
  // The engine forgets the image's CMD as soon as its ENTRYPOINT is another; Lambda has each for itself.
  const command = settings.command ?? (entryPoint === undefined ? [] : image.command);
  return [
    'create',
    ...['--name', name, '--label', label, '--rm', '--pull', 'never'],
    ...(sharesNetwork ? ['--network', 'host'] : []),
    ...['--user', CONTAINER_USER, '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--read-only', '--tmpfs', `${LAMBDA_FOLDERS.temporary}:rw,exec,nosuid,nodev,mode=1777,size=${ephemeralStorageMb}m`],
    ...['--memory', memory, '--memory-swap', memory],
    ...(settings.workingDirectory === undefined ? [] : ['--workdir', settings.workingDirectory]),
    ...(entryPoint === undefined ? [] : ['--entrypoint', entryPoint]),
    ...Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    image.name,
    ...first,
    ...command,
  ];
}
