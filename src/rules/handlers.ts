import { HANDLER } from '../spec/function-limits';
import { HANDLER_SHAPES } from '../spec/handler-shapes';
import {
  DETECT_MODULE,
  FIRST_NODE_WITH_COMMONJS_ONLY,
  INLINE_CODE,
  INLINE_CODE_EVERYWHERE,
  INLINE_MODULE,
} from '../spec/inline-code';
import type { TextLimit } from '../spec/limit';
import type { Declaration } from './declaration';
import { FUNCTION, isImage, runtimeOf } from './lambda-function';
import { each, type Rule } from './rule';

const PROPERTY = 'Properties.Handler';
const SHAPES: readonly (readonly [RegExp, TextLimit])[] = [
  [/^nodejs/, HANDLER_SHAPES.node],
  [/^python/, HANDLER_SHAPES.python],
  [/^java/, HANDLER_SHAPES.java],
  [/^dotnet/, HANDLER_SHAPES.dotnet],
  [/^ruby/, HANDLER_SHAPES.ruby],
];

/** `index.handler`, as other languages write it: what Java calls a class is written with a capital letter. */
const LIKE_A_SCRIPT = /^[a-z_]\w*\.[a-z_]\w*$/;

/** The runtimes that CloudFormation makes a file for (FN-25). */
const WITH_INLINE_CODE = /^(nodejs|python)/;

function inlineCode(fn: Declaration): string | undefined {
  return fn.isKnown('Code', 'ZipFile') ? fn.text('Code', 'ZipFile') : undefined;
}

export const HANDLERS: readonly Rule[] = [
  {
    id: 'FN-10',
    severity: 'error',
    title: 'A function has no handler, or one that Lambda does not take',
    why: 'Lambda refuses the function.',
    remedy: 'Name the handler in up to 128 characters without white space.',
    source: HANDLER.source,
    check: each(FUNCTION, function* (fn) {
      if (isImage(fn)) return;
      const handler = fn.text('Handler');
      if (handler === undefined) {
        yield { on: fn, property: PROPERTY, seenByCdk: 'W2533', message: 'There is no handler.' };
        return;
      }
      const [fits, isShort] = [HANDLER.pattern?.matches.test(handler) ?? true, handler.length <= (HANDLER.max ?? handler.length)];
      if (fits && isShort) return;
      const what = isShort ? `${JSON.stringify(handler)} is empty or has white space` : `It has ${handler.length} characters`;
      yield { on: fn, property: PROPERTY, seenByCdk: isShort ? 'F3031' : 'F3033', message: `${what}.` };
    }),
  },
  {
    id: 'RT-16-shape',
    severity: 'error',
    title: 'A handler is not written as its runtime reads it',
    why: 'The function is made, and every invocation fails because the runtime does not find the handler.',
    remedy: 'Write it as the language of the runtime wants it: index.handler for Node.js and Python.',
    source: HANDLER_SHAPES.node.source,
    check: each(FUNCTION, function* (fn) {
      const [runtime, handler] = [runtimeOf(fn), isImage(fn) ? undefined : fn.text('Handler')];
      const shape = SHAPES.find(([runtimes]) => runtime !== undefined && runtimes.test(runtime))?.[1];
      if (handler === undefined || !HANDLER.pattern?.matches.test(handler)) return;
      if (shape?.pattern === undefined || shape.pattern.matches.test(handler)) return;
      yield { on: fn, property: PROPERTY, message: `'${handler}' with ${runtime} is not ${shape.pattern.words}.` };
    }),
  },
  {
    id: 'RT-16-java',
    severity: 'warning',
    title: 'A Java function has a handler like one of a script',
    why: 'The runtime looks for a class of that name; where there is none, every invocation fails.',
    remedy: 'Name the class with its package, and perhaps the method: example.Handler::handleRequest.',
    source: HANDLER_SHAPES.java.source,
    check: each(FUNCTION, function* (fn) {
      const handler = isImage(fn) ? undefined : fn.text('Handler');
      if (handler === undefined || !LIKE_A_SCRIPT.test(handler) || !runtimeOf(fn)?.startsWith('java')) return;
      yield { on: fn, property: PROPERTY, message: `'${handler}' would be a class whose name begins with a small letter.` };
    }),
  },
  {
    id: 'FN-25',
    severity: 'error',
    title: 'The handler of inline code is not in the file that CloudFormation makes of it',
    why: 'The file is called index; a handler of another file is not found, so every invocation fails.',
    remedy: 'Begin the handler with "index.".',
    source: INLINE_CODE.source,
    check: each(FUNCTION, function* (fn) {
      const [handler, runtime] = [fn.text('Handler'), fn.text('Runtime')];
      if (!fn.has('Code', 'ZipFile') || handler === undefined || !WITH_INLINE_CODE.test(runtime ?? '')) return;
      // One that begins with a slash is in a layer; without a dot it is no handler at all.
      if (handler.startsWith(`${INLINE_MODULE}.`) || handler.startsWith('/') || !handler.includes('.')) return;
      if (fn.has('Layers')) return;
      yield { on: fn, property: PROPERTY, message: `The handler is '${handler}', but the only file is ${INLINE_MODULE}.` };
    }),
  },
  {
    id: 'FN-25-runtime',
    severity: 'error',
    title: 'Inline code has a runtime that has none',
    why: 'CloudFormation refuses it: only Node.js and Python can have their code in the template.',
    remedy: 'Put the code into a file, and take it from there: Code.fromAsset.',
    source: INLINE_CODE.source,
    check: each(FUNCTION, function* (fn) {
      const runtime = fn.text('Runtime');
      if (!fn.has('Code', 'ZipFile') || runtime === undefined || WITH_INLINE_CODE.test(runtime)) return;
      yield { on: fn, property: 'Properties.Code.ZipFile', seenByCdk: 'E3677', message: `${runtime} has no inline code.` };
    }),
  },
  {
    id: 'FN-25-size',
    severity: 'warning',
    title: 'Inline code is longer than 4096 characters',
    why: 'That was the documented limit for years; where it still holds, CloudFormation refuses the function.',
    remedy: 'Put the code into a file, and take it from there: Code.fromAsset.',
    source: INLINE_CODE.source,
    judgedBy: ['cdk-lambda-kit:INLINE_CODE_LONG'],
    check: each(FUNCTION, function* (fn) {
      const length = inlineCode(fn)?.length ?? 0;
      if (length <= INLINE_CODE_EVERYWHERE) return;
      yield { on: fn, property: 'Properties.Code.ZipFile', message: `The code has ${length} characters.` };
    }),
  },
  {
    id: 'FN-25-module',
    severity: 'error',
    title: 'Inline code is an ES module where the runtime takes it for CommonJS',
    why: 'From Node.js 24 on, index.js is CommonJS; import and export are syntax errors there, so every invocation fails.',
    remedy: 'Write exports.handler = …, or set NODE_OPTIONS to --experimental-detect-module.',
    source: INLINE_CODE.source,
    judgedBy: ['cdk-lambda-kit:INLINE_ES_MODULE'],
    check: each(FUNCTION, function* (fn) {
      const [code, runtime] = [inlineCode(fn), fn.text('Runtime')];
      const version = Number(/^nodejs(\d+)/.exec(runtime ?? '')?.[1] ?? 0);
      if (code === undefined || version < FIRST_NODE_WITH_COMMONJS_ONLY || !isModule(code)) return;
      if (fn.text('Environment', 'Variables', 'NODE_OPTIONS')?.includes(DETECT_MODULE)) return;
      yield {
        on: fn,
        property: 'Properties.Code.ZipFile',
        message: `The code has import or export, which ${runtime} does not take.`,
      };
    }),
  },
];

/** Only declarations that nothing but a module can have, each at the beginning of a line. */
function isModule(code: string): boolean {
  const uncommented = code.replace(/\/\*[^]*?\*\//g, '').replace(/`[^`]*`/g, '``');
  return /^[ \t]*(export\s+(default|const|let|var|async|function|class)\b|import\s+[\w{*][^(]*from\s*['"])/m.test(uncommented);
}
