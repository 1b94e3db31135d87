import { nodeLauncher } from '../../../src/local/drivers/node';
import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { driverContract, EXITS_AFTER_MS } from '../../contract/driver';
import { ENDPOINT } from '../../support/driver-scene';
import { ISOLATIONS, sandboxFor } from '../../support/sandboxes';

const MEMBERS = ['errorType', 'errorMessage', 'trace'];

describe.each(ISOLATIONS)('the Node.js driver, $title', ({ isolated }) => {
  driverContract({
    runtime: 'nodejs22.x',
    isolated,
    variables: {},
    isolatedVariables: {
      NODE_PATH: '/opt/nodejs/node22/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task',
    },
    open: (needs) =>
      new ProcessDriver({
        ...needs,
        ...sandboxFor(needs, isolated),
        endpointUrl: ENDPOINT,
        spares: 0,
        path: process.env.PATH ?? '',
        launchers: [nodeLauncher({ sdkFolders: [] })],
      }),
    sources: {
      echoes: 'exports.handler = async (event) => event;',
      returnsNothing: 'exports.handler = async () => {};',
      acts: `
        let count = 0;
        exports.handler = async ({ do: act }) => {
          if (act === 'exit0') process.exit(0);
          if (act === 'exit3') process.exit(3);
          if (act === 'kill') process.kill(process.pid, 'SIGKILL');
          if (act === 'loop') for (;;);
          if (act === 'sleep' || act === 'kill') await new Promise((resolve) => setTimeout(resolve, 30_000));
          return ++count;
        };`,
      showsEnvironment: 'exports.handler = async () => process.env;',
      showsContext: `
        exports.handler = async (_event, context) => ({
          functionName: context.functionName, functionVersion: context.functionVersion, invokedFunctionArn: context.invokedFunctionArn,
          memoryLimitInMB: context.memoryLimitInMB, awsRequestId: context.awsRequestId, logGroupName: context.logGroupName,
          logStreamName: context.logStreamName, custom: context.clientContext.custom, remaining: context.getRemainingTimeInMillis(),
          traceId: process.env._X_AMZN_TRACE_ID,
        });`,
      returnsMuch: "exports.handler = async ({ length }) => 'x'.repeat(length);",
      printsMuch: `
        exports.handler = async () => {
          for (let i = 0; i < 100; i++) process.stdout.write('line ' + i + '\\n');
          process.stdout.write('ü'.repeat(500_000) + '\\n');
          process.stderr.write('unfin');
          process.stderr.write('ished');
        };`,
      printsInChild: `
        const { spawnSync } = require('node:child_process');
        exports.handler = async () => { spawnSync('echo', ['from a child'], { stdio: 'inherit' }); };`,
      logs: `
        exports.handler = async () => {
          console.debug('debugged');
          console.info('informed %d', 1);
          console.warn('warned', { deep: [1] });
          console.error('two\\nlines');
          console.error('with error', Object.assign(new TypeError('boom'), { stack: 'a stack' }));
        };`,
      forks: `
        const { spawn } = require('node:child_process');
        let child;
        exports.handler = async ({ thenSleep, seconds, detached }) => {
          if (thenSleep) await new Promise((resolve) => setTimeout(resolve, 30_000));
          child = spawn('sleep', [seconds], { stdio: 'inherit', detached: detached === true });
          await new Promise((resolve) => child.once('spawn', resolve));
        };`,
      writes: `
        const fs = require('node:fs');
        exports.handler = async ({ file, bytes, exclusive, thenSleep }) => {
          if (thenSleep) await new Promise((resolve) => setTimeout(resolve, 30_000));
          try {
            const descriptor = fs.openSync(file, exclusive ? 'wx' : 'w');
            const chunk = Buffer.alloc(Math.min(bytes, 1 << 20));
            for (let left = bytes; left > 0; left -= chunk.length) fs.writeSync(descriptor, chunk, 0, Math.min(left, chunk.length));
            fs.closeSync(descriptor);
            return 'written';
          } catch (error) {
            return error.message;
          }
        };`,
      allocates: `
        const { spawnSync } = require('node:child_process');
        exports.handler = async ({ mb, ms, inChild }) => {
          if (inChild) {
            const source = 'const held = Buffer.alloc(' + mb + ' << 20, 1); setTimeout(() => held.length, ' + ms + ')';
            spawnSync(process.execPath, ['-e', source]);
            return 'done';
          }
          const held = Buffer.alloc(mb << 20, 1);
          await new Promise((resolve) => setTimeout(resolve, ms));
          return held.length;
        };`,
      allocatesAtLoad:
        'const held = Buffer.alloc(200 << 20, 1); const end = Date.now() + 30_000; while (Date.now() < end); exports.handler = async () => held;',
      reads: `
        exports.handler = async ({ file, thenExit }) => (thenExit ? process.exit(1) : require('node:fs').readFileSync(file, 'utf8'));`,
      exitsLater: `exports.handler = async (event) => {
        if (event.stay) await new Promise((resolve) => setTimeout(resolve, 30_000));
        setTimeout(() => process.exit(4), ${EXITS_AFTER_MS});
        return 'done';
      };`,
      exitsAtLoad: 'process.exit(7);',
      loopsAtLoad: 'for (;;);',
      throws: `
        class OrderError extends Error { name = 'OrderError'; }
        exports.handler = async () => { throw Object.assign(new OrderError('no such order'), { stack: 'OrderError: no such order\\n    at somewhere' }); };`,
      unserializable: 'exports.handler = async () => 1n;',
      importsMissing: "require('left-pad'); exports.handler = async () => 1;",
      brokenSyntax: 'exports.handler = async () => {',
      throwsAtLoad: "throw new RangeError('not today');",
    },
    errors: {
      throws: {
        errorType: 'OrderError',
        members: MEMBERS,
        payload: {
          errorType: 'OrderError',
          errorMessage: 'no such order',
          trace: ['OrderError: no such order', '    at somewhere'],
        },
      },
      unserializable: { errorType: 'Error', members: MEMBERS, payload: { errorMessage: 'Unable to stringify response body' } },
      importsMissing: {
        errorType: 'Runtime.ImportModuleError',
        members: MEMBERS,
        payload: {
          errorMessage: "Error: Cannot find module 'left-pad'\nRequire stack:\n- CODE/index.js\n- /var/runtime/index.mjs",
          trace: expect.arrayContaining(["Runtime.ImportModuleError: Error: Cannot find module 'left-pad'", 'Require stack:']),
        },
      },
      brokenSyntax: {
        errorType: 'Runtime.UserCodeSyntaxError',
        members: MEMBERS,
        payload: { errorMessage: 'SyntaxError: Unexpected end of input', trace: expect.arrayContaining(['CODE/index.js:1']) },
      },
      throwsAtLoad: {
        errorType: 'RangeError',
        members: MEMBERS,
        payload: { errorMessage: 'not today', trace: expect.arrayContaining(['RangeError: not today']) },
      },
      missingHandler: {
        errorType: 'Runtime.HandlerNotFound',
        members: MEMBERS,
        payload: { errorMessage: 'index.nobody is undefined or not exported' },
      },
      malformedHandler: { errorType: 'Runtime.MalformedHandlerName', members: MEMBERS, payload: { errorMessage: 'Bad handler' } },
    },
    loggedText: [
      'TIME\tID\tDEBUG\tdebugged',
      'TIME\tID\tINFO\tinformed 1',
      'TIME\tID\tWARN\twarned { deep: [ 1 ] }',
      'TIME\tID\tERROR\ttwo\nlines',
      'TIME\tID\tERROR\twith error [a stack]',
    ],
    loggedJson: [
      { level: 'WARN', message: 'warned { deep: [ 1 ] }' },
      { level: 'ERROR', message: 'two\nlines' },
      { level: 'ERROR', message: 'with error [a stack]', errorType: 'TypeError', errorMessage: 'boom', stackTrace: ['a stack'] },
    ],
  });
});
