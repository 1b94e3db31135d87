"""A client of the Runtime API that has one socket, and takes the next invocation as the reply to an answer."""

import os
import socket
import time

API = "/2018-06-01/runtime/"
CHUNK = 1 << 18
REPLY_NEXT = "Lambda-Kit-Reply: next\r\n"
# How old the memory figure may be, in seconds: reading it costs more than a small invocation.
PEAK_AGE = 0.05


class Client:
    def __init__(self, path, prefix, logs):
        self.base = prefix + API
        self.logs = logs
        self.peak = 0
        self.peak_read_at = 0.0
        try:
            self.status = os.open("/proc/self/status", os.O_RDONLY)
        except OSError:
            self.status = None
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(path)

    def next(self):
        head = "GET %sinvocation/next HTTP/1.1\r\nHost: runtime\r\n%s\r\n"
        self.socket.sendall((head % (self.base, self.marks())).encode())
        return self.receive()

    def respond(self, request_id, body):
        return self.post("invocation/%s/response" % request_id, REPLY_NEXT, body)

    def fail(self, request_id, kind, body):
        return self.post("invocation/%s/error" % request_id, REPLY_NEXT + error_header(kind), body)

    def init_error(self, kind, body):
        self.post("init/error", error_header(kind), body, ";ending")

    def post(self, path, headers, body, flag=""):
        head = "POST %s%s HTTP/1.1\r\nHost: runtime\r\nContent-Length: %d\r\n%s%s\r\n"
        head = (head % (self.base, path, len(body), headers, self.marks(flag))).encode()
        self.socket.sendall(head + body)
        return self.receive()

    def marks(self, flag=""):
        return "Lambda-Kit-Marks: %d;%d%s\r\n" % (self.logs.written, self.peak_memory_kb(), flag)

    def receive(self):
        """There is one reply at a time, and nothing behind it."""

        held = self.more()
        end = held.find(b"\r\n\r\n")
        while end < 0:
            held += self.more()
            end = held.find(b"\r\n\r\n")
        headers = {}
        for line in held[:end].decode().split("\r\n")[1:]:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        pieces = [held[end + 4 :]]
        missing = int(headers["content-length"]) - len(pieces[0])
        while missing > 0:
            pieces.append(self.more())
            missing -= len(pieces[-1])
        return headers, b"".join(pieces)

    def more(self):
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            # The executor is gone, and so is everyone who could want an answer.
            os._exit(1)
        return chunk

    def peak_memory_kb(self):
        """Linux tells the peak of this process; what `getrusage` tells there includes the process that started it."""

        now = time.monotonic()
        if now - self.peak_read_at >= PEAK_AGE:
            self.peak_read_at = now
            if self.status is None:
                import resource

                self.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            else:
                _, found, rest = os.pread(self.status, 4096, 0).partition(b"VmHWM:")
                if found:
                    self.peak = int(rest.split(None, 1)[0])
        return self.peak


def error_header(kind):
    safe = "".join(character if " " <= character <= "~" else "?" for character in kind)
    return "Lambda-Runtime-Function-Error-Type: %s\r\n" % safe
