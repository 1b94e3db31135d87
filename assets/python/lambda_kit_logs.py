"""Everything the function writes goes to descriptor 3 at once and whole, in frames: kind, length in four bytes, UTF-8."""

import io
import json
import logging
import os
import sys
import threading
import time

DESCRIPTOR = 3
RECORD = 0
STDOUT = 1
STDERR = 2
NO_BREAK_SPACE = "\u00a0"
TIME = "%Y-%m-%dT%H:%M:%S"
JSON_FORMAT = False
# What a record has of itself; everything else was given by the function.
OWN_FIELDS = set(vars(logging.makeLogRecord({}))) | {"aws_request_id", "message", "asctime"}

current = None


class Logs:
    def __init__(self):
        self.request_id = None
        self.tenant_id = None
        self.written = 0
        self.lock = threading.Lock()

    def frame(self, kind, data):
        frame = bytes((kind,)) + len(data).to_bytes(4, "big") + data
        with self.lock:
            sent = os.write(DESCRIPTOR, frame)
            while sent < len(frame):
                sent += os.write(DESCRIPTOR, frame[sent : sent + (1 << 18)])
            self.written += len(frame)

    def record(self, text):
        self.frame(RECORD, (text[:-1] if text.endswith("\n") else text).encode("utf-8", "backslashreplace"))

    def error(self, error):
        """An error that ends an invocation or the process, as Lambda's own client logs it."""

        if JSON_FORMAT:
            stamp = {"timestamp": time.strftime(TIME + "Z", time.gmtime()), "level": "ERROR"}
            self.record(json.dumps({**stamp, **error}, ensure_ascii=False))
            return
        kind = " " + error["errorType"] if error["errorType"] else ""
        message = error["errorMessage"]
        lines = ["[ERROR]" + kind + ((":" if kind else "") + " " + message if message else "")]
        lines.append("Traceback (most recent call last):")
        for element in error["stackTrace"]:
            lines.extend(indented(line) for line in (element.splitlines() or [""]))
        self.record("\n".join(lines))


def indented(line):
    text = line.lstrip(" ")
    return NO_BREAK_SPACE * (len(line) - len(text)) + text


class FrameStream(io.RawIOBase):
    """The bytes below `sys.stdout` and `sys.stderr`."""

    def __init__(self, logs, kind, descriptor):
        super().__init__()
        self.logs = logs
        self.kind = kind
        self.descriptor = descriptor

    def writable(self):
        return True

    def write(self, data):
        self.logs.frame(self.kind, bytes(data))
        return len(data)

    def fileno(self):
        return self.descriptor


class Handler(logging.Handler):
    def __init__(self, logs):
        super().__init__()
        self.logs = logs

    def emit(self, record):
        try:
            self.logs.record(self.format(record))
        except Exception:
            self.handleError(record)


class RequestId(logging.Filter):
    def filter(self, record):
        record.aws_request_id = current.request_id or ""
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record):
        level = min(50, max(0, record.levelno)) // 10 * 10
        failure = record.exc_info
        line = {
            "timestamp": time.strftime(TIME, time.gmtime(record.created)) + ".%03dZ" % record.msecs,
            "level": logging.getLevelName(level),
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": failure and frames(failure[2]),
            "errorType": failure and failure[0].__name__,
            "errorMessage": failure and str(failure[1]),
            "requestId": record.aws_request_id,
            "location": failure and "%s:%s:%s" % (record.pathname, record.funcName, record.lineno),
            "tenantId": current.tenant_id,
        }
        given = {key: value for key, value in vars(record).items() if key not in OWN_FIELDS and key not in line}
        line = {key: value for key, value in {**line, **given}.items() if value is not None}
        return json.dumps(line, ensure_ascii=False)


def frames(trace):
    import traceback

    return traceback.format_tb(trace)


def install():
    """Replaces the standard streams, and gives the root logger Lambda's handler."""

    global current, JSON_FORMAT
    JSON_FORMAT = (os.environ.get("AWS_LAMBDA_LOG_FORMAT") or "").upper() == "JSON"
    current = Logs()
    sys.stdout = text_stream(STDOUT, 1)
    sys.stderr = text_stream(STDERR, 2)
    logging.Formatter.converter = time.gmtime
    handler = Handler(current)
    if JSON_FORMAT:
        handler.setFormatter(JsonFormatter())
    else:
        text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
        handler.setFormatter(logging.Formatter(text, TIME))
    handler.addFilter(RequestId())
    root = logging.getLogger()
    level = (os.environ.get("AWS_LAMBDA_LOG_LEVEL") or "").upper()
    level = {"TRACE": "DEBUG"}.get(level, level)
    if isinstance(logging.getLevelName(level), int):
        root.setLevel(level)
    root.addHandler(handler)
    return current


def text_stream(kind, descriptor):
    stream = FrameStream(current, kind, descriptor)
    return io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", write_through=True)
