import type { EnvironmentListener, EnvironmentSpec, InitResult } from '../engine/ports';
import type { RuntimeDoor, RuntimeSession } from '../engine/runtime-port';
import type { Bandwidth } from '../engine/stream-pace';
import type { ExtensionProgram } from './extension-programs';
import type { Guardian } from './guardian';
import type { MemoryWatch } from './memory/memory-watch';
import type { ProcessGroup, ProcessOptions } from './process-group';
import type { Temporary } from './sandbox/environment-temporary';
import type { TemporaryFolders } from './sandbox/temporary-folders';

/** What an environment is made of, and whom it tells. */
export interface EnvironmentRequest {
  readonly spec: EnvironmentSpec;
  readonly listener: EnvironmentListener;
  readonly door: RuntimeDoor;
  readonly guardian: Guardian;
  readonly memory: MemoryWatch;
  readonly temporary: TemporaryFolders;
  /** Under which the next environment finds what this one leaves in `/tmp`. */
  readonly heritage: string;
  /** The executor's clock, for what is told with a time. */
  readonly now: () => number;
  /** Finds or unpacks what the process needs; that time is not part of Init. */
  readonly prepare: (session: RuntimeSession) => Promise<Prepared>;
  /** How fast responses are streamed. @default as in Lambda */
  readonly bandwidth?: Bandwidth;
}

/** The processes of an environment, and what runs the function in it. */
export interface Prepared {
  readonly runtime: ProcessOptions;
  /** The runtime as an interpreter that has waited for a function; undefined when it must be started. */
  readonly adopt: () => ProcessGroup | undefined;
  /** Called when Init has gone well. */
  readonly whenReady: () => void;
  /** Called instead when nothing is to be started any more. @default nothing has been made that would stay */
  readonly abandon?: () => Promise<void>;
  readonly extensions: readonly ExtensionProgram[];
  readonly interpreter: InitResult['interpreter'];
  /** Absent where it is the machine's. */
  readonly temporary?: Temporary;
}
