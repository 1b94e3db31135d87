/** Where things lie in an execution environment. FN-45, FN-48, FN-52. */
export const LAMBDA_FOLDERS = {
  /** The function's code; read-only, and the folder that it starts in. */
  task: '/var/task',
  /** Its layers, one over the other; read-only. */
  layers: '/opt',
  /** What speaks the Runtime API for managed runtimes. */
  runtime: '/var/runtime',
  /** The interpreter with its standard library. */
  interpreter: '/var/lang',
  /** The environment's own. */
  temporary: '/tmp',
} as const;

/** As recorded of provided.al2023 in 2024; of python3.14 on 18 February 2026 with the interpreter’s before them. FN-45. */
const PATH = '/usr/local/bin:/usr/bin/:/bin:/opt/bin';
const LD_LIBRARY_PATH = '/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib';

/** The search paths that a runtime sets, which a function's own variables may replace. FN-43, FN-45, FN-52. */
export function searchPathsOf(runtime: string): Readonly<Record<string, string>> {
  const node = /^nodejs(\d+)/.exec(runtime)?.[1];
  const hasInterpreter = !runtime.startsWith('provided');
  return {
    PATH: hasInterpreter ? `${LAMBDA_FOLDERS.interpreter}/bin:${PATH}` : PATH,
    LD_LIBRARY_PATH: hasInterpreter ? `${LAMBDA_FOLDERS.interpreter}/lib:${LD_LIBRARY_PATH}` : LD_LIBRARY_PATH,
    ...(node !== undefined && {
      NODE_PATH: `/opt/nodejs/node${node}/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task`,
    }),
    ...(runtime.startsWith('python') && { PYTHONPATH: '/var/runtime' }),
  };
}
