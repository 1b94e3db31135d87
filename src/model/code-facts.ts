import type { Architecture } from './function';

/** What the rules know of the code of a function or of a layer: what lies there, and what its files tell without being run. */
export interface CodeFacts {
  /** Absolute, as in `Code`. */
  readonly path: string;
  /** `part`: there are more files than are looked at. `broken`: it is neither a folder nor a whole archive. */
  readonly is: 'whole' | 'part' | 'broken';
  readonly files: readonly CodeFile[];
  /** Unpacked, of all `files`. */
  readonly bytes: number;
  /** The files in which functions have their handlers, by their path in `files`. */
  readonly modules: Readonly<Record<string, ModuleFacts>>;
}

export interface CodeFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Absent where nobody says: on Windows, and in archives that were made there. */
  readonly isExecutable?: boolean;
  /** Of native modules, shared libraries and programs. */
  readonly program?: Program;
}

/** What the first bytes of a program say; `machine` is absent for one that Lambda does not have. */
export interface Program {
  readonly format: 'ELF' | 'Mach-O' | 'PE' | 'script';
  readonly machine?: Architecture;
}

/** What can be told of a file with a handler without running it. */
export interface ModuleFacts {
  /** Of the nearest package.json: how Node.js takes a .js file. */
  readonly packageType?: 'commonjs' | 'module';
  /** The words of the engine when the file has statements that only ES modules may have. */
  readonly onlyModule?: string;
  /** Whether it is valid CommonJS and sets what only CommonJS has: `exports`, `module.exports`. */
  readonly setsExports: boolean;
  /** The handlers that functions name and that it surely does not have. */
  readonly lacks: readonly string[];
  /** Whether it surely requires this as soon as it is loaded. */
  readonly requiresSdkV2: boolean;
  /** Whether it names files of layers by their absolute paths. */
  readonly namesOpt: boolean;
}
