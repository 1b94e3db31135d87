"""Handlers call the APIs of their app at their names on AWS, which they build from events: here boto3 is led to the executor,
in plain HTTP. The Host header stays, since it is signed."""

import re

from lambda_kit_after_import import after_import

# As a handler builds it of a Host header.
LOCAL = re.compile(r"\.execute-api\.[^.]+\.localhost$")


def lead_here(names, endpoint):
    after_import("botocore.httpsession", lambda module: change(module, frozenset(names), endpoint))


def change(module, names, endpoint):
    from urllib.parse import urlsplit

    send = module.URLLib3Session.send

    def led(session, request):
        there = urlsplit(request.url)
        host = (there.hostname or "").lower()
        if host in names or LOCAL.search(host):
            if "Host" not in request.headers:
                request.headers["Host"] = there.netloc
            request.url = endpoint + request.url[request.url.index(there.netloc) + len(there.netloc) :]
        return send(session, request)

    module.URLLib3Session.send = led
