import { ProcessDriver } from '../../../src/local/drivers/process-driver';
import { pythonLauncher } from '../../../src/local/drivers/python';
import { driverContract, EXITS_AFTER_MS } from '../../contract/driver';
import { ENDPOINT } from '../../support/driver-scene';
import { ISOLATIONS, sandboxFor } from '../../support/sandboxes';

const MEMBERS = ['errorMessage', 'errorType', 'requestId', 'stackTrace'];

describe.each(ISOLATIONS)('the Python driver, $title', ({ isolated }) => {
  driverContract({
    runtime: 'python3.11',
    isolated,
    variables: { LC_CTYPE: 'C.UTF-8' },
    isolatedVariables: { PYTHONPATH: '/var/runtime' },
    open: (needs) =>
      new ProcessDriver({
        ...needs,
        ...sandboxFor(needs, isolated),
        endpointUrl: ENDPOINT,
        spares: 0,
        path: process.env.PATH ?? '',
        launchers: [pythonLauncher({ hostVariables: process.env })],
      }),
    sources: {
      echoes: 'def handler(event, context):\n    return event\n',
      returnsNothing: 'def handler(event, context):\n    pass\n',
      acts: `
import os, signal, sys, time
count = 0
def handler(event, context):
    global count
    act = event["do"]
    if act == "exit0": exit(0)
    if act == "exit3": sys.exit(3)
    if act == "kill": os.kill(os.getpid(), signal.SIGKILL)
    while act == "loop": pass
    if act == "sleep": time.sleep(30)
    count += 1
    return count
`,
      showsEnvironment: 'import os\ndef handler(event, context):\n    return dict(os.environ)\n',
      showsContext: `
import os
def handler(event, context):
    return {
        "functionName": context.function_name, "functionVersion": context.function_version,
        "invokedFunctionArn": context.invoked_function_arn, "memoryLimitInMB": context.memory_limit_in_mb,
        "awsRequestId": context.aws_request_id, "logGroupName": context.log_group_name, "logStreamName": context.log_stream_name,
        "custom": context.client_context.custom, "remaining": context.get_remaining_time_in_millis(),
        "traceId": os.environ["_X_AMZN_TRACE_ID"],
    }
`,
      returnsMuch: 'def handler(event, context):\n    return "x" * event["length"]\n',
      printsMuch: `
import sys
def handler(event, context):
    for i in range(100):
        print("line", i)
    print("ü" * 500_000)
    sys.stderr.write("unfin")
    sys.stderr.write("ished")
`,
      printsInChild: 'import subprocess\ndef handler(event, context):\n    subprocess.run(["echo", "from a child"])\n',
      logs: `
import logging
logger = logging.getLogger("shop")
logger.setLevel(logging.DEBUG)
def handler(event, context):
    print("printed")
    logging.info("not at this level")
    logger.debug("debugged")
    logger.info("informed %d", 1)
    logger.warning("two\\nlines", extra={"order": 7})
    try:
        raise TypeError("boom")
    except TypeError:
        logger.exception("with error")
`,
      forks: `
import subprocess, time
def handler(event, context):
    if event.get("thenSleep"): time.sleep(30)
    subprocess.Popen(["sleep", event["seconds"]], start_new_session=event.get("detached", False))
`,
      writes: `
import time
def handler(event, context):
    if event.get("thenSleep"): time.sleep(30)
    try:
        with open(event["file"], "xb" if event.get("exclusive") else "wb") as file:
            left = event["bytes"]
            while left > 0:
                left -= file.write(bytes(min(left, 1 << 20)))
        return "written"
    except OSError as error:
        return str(error)
`,
      allocates: `
import subprocess, sys, time
def handler(event, context):
    if event.get("inChild"):
        subprocess.run([sys.executable, "-c", "import time; held = b'x' * (%d << 20); time.sleep(%f)" % (event["mb"], event["ms"] / 1000)])
        return "done"
    held = b"x" * (event["mb"] << 20)
    time.sleep(event["ms"] / 1000)
    return len(held)
`,
      allocatesAtLoad: 'import time\nheld = b"x" * (200 << 20)\ntime.sleep(30)\n',
      reads: `
import os
def handler(event, context):
    if event.get("thenExit"): os._exit(1)
    with open(event["file"]) as file: return file.read()
`,
      exitsLater: `
import os, threading, time
def handler(event, context):
    if event.get("stay"):
        time.sleep(30)
    threading.Timer(${EXITS_AFTER_MS / 1000}, lambda: os._exit(4)).start()
    return "done"
`,
      exitsAtLoad: 'exit(7)\n',
      loopsAtLoad: 'while True: pass\n',
      throws: `class OrderError(Exception): pass
def find(): raise OrderError("no such order")
def handler(event, context): find()
`,
      unserializable: 'def handler(event, context):\n    return object()\n',
      importsMissing: 'import left_pad\n',
      brokenSyntax: 'def handler(event, context:\n    pass\n',
      throwsAtLoad: 'raise IndexError("not today")\n',
    },
    errors: {
      throws: {
        errorType: 'OrderError',
        members: MEMBERS,
        payload: {
          errorMessage: 'no such order',
          errorType: 'OrderError',
          stackTrace: [
            '  File "CODE/index.py", line 3, in handler\n    def handler(event, context): find()\n',
            '  File "CODE/index.py", line 2, in find\n    def find(): raise OrderError("no such order")\n',
          ],
        },
      },
      unserializable: {
        errorType: 'Runtime.MarshalError',
        members: MEMBERS,
        payload: { errorMessage: 'Unable to marshal response: Object of type object is not JSON serializable', stackTrace: [] },
      },
      importsMissing: {
        errorType: 'Runtime.ImportModuleError',
        members: MEMBERS,
        payload: { errorMessage: "Unable to import module 'index': No module named 'left_pad'", stackTrace: [] },
      },
      brokenSyntax: {
        errorType: 'Runtime.UserCodeSyntaxError',
        members: MEMBERS,
        payload: {
          errorMessage: "Syntax error in module 'index': '(' was never closed (index.py, line 1)",
          stackTrace: ['  File "CODE/index.py" Line 1\n    def handler(event, context:\n'],
        },
      },
      throwsAtLoad: {
        errorType: 'IndexError',
        members: MEMBERS,
        payload: {
          errorMessage: 'not today',
          stackTrace: expect.arrayContaining([
            expect.stringMatching(/importlib\/__init__\.py", line \d+, in import_module/),
            '  File "CODE/index.py", line 1, in <module>\n    raise IndexError("not today")\n',
          ]),
        },
      },
      missingHandler: {
        errorType: 'Runtime.HandlerNotFound',
        members: MEMBERS,
        payload: { errorMessage: "Handler 'nobody' missing on module 'index'", stackTrace: [] },
      },
      malformedHandler: {
        errorType: 'Runtime.MalformedHandlerName',
        members: MEMBERS,
        payload: { errorMessage: "Bad handler 'index': not enough values to unpack (expected 2, got 1)", stackTrace: [] },
      },
    },
    loggedText: [
      'printed',
      '[DEBUG]\tTIME\tID\tdebugged',
      '[INFO]\tTIME\tID\tinformed 1',
      '[WARNING]\tTIME\tID\ttwo\nlines',
      expect.stringMatching(/^\[ERROR\]\tTIME\tID\twith error\nTraceback \(most recent call last\):\n.*\nTypeError: boom$/s),
    ],
    loggedJson: [
      { level: 'WARNING', message: 'two\nlines', order: 7, logger: 'shop' },
      {
        level: 'ERROR',
        message: 'with error',
        errorType: 'TypeError',
        errorMessage: 'boom',
        location: expect.stringMatching(/index.py:handler:\d+$/),
      },
    ],
  });
});
