/** Knows how to start functions of one family of runtimes as a process. */
export interface Launcher {
  /** `nodejs`, `python`: what its runtimes begin with. */
  readonly family: string;
  /** The file that inline code becomes (FN-25). */
  readonly inlineFile: string;
  /** Undefined when it can run `runtime` here; otherwise a sentence that says why not and what to do. */
  refuses(runtime: string): string | undefined;
  /** What would run `runtime`, as far as that is known without starting anything. */
  likely(runtime: string): Interpreter | undefined;
  /** What would run `runtime`. Fails when there is nothing. */
  interpreter(runtime: string): Promise<Interpreter>;
  launch(request: LaunchRequest): Promise<Launch>;
}

/** What runs a function. */
export interface Interpreter {
  readonly command: string;
  /** As `20.20.2`, or a part of it; absent as long as nobody has asked. */
  readonly version?: string;
  /** Whether it is the version that the runtime has in Lambda. */
  readonly exact: boolean;
}

export interface LaunchRequest {
  readonly runtime: string;
  readonly memoryMb: number;
  readonly codeFolder: string;
  /** For what must not be written beside the code. */
  readonly runFolder: string;
  /** The one that wins first. */
  readonly layerFolders: readonly string[];
  /** Whether it is started in Lambda's file system. */
  readonly isolated: boolean;
  /** The function's own variables. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** It is not ours: it knows only what Lambda tells a custom runtime, and has no wrapper. */
  readonly foreign?: boolean;
  /** `LAMBDA_RUNTIME_DIR`. */
  readonly runtimeFolder: string;
  /** Variables that the function's own may replace. */
  readonly defaults: Readonly<Record<string, string>>;
  /** For the bootstrap alone. @default it takes none, starts at once and calls the port of the Runtime API */
  readonly settings?: Readonly<Record<string, unknown>>;
}
