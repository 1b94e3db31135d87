"""Handlers call the APIs of their app at their names on AWS, which they build from events: here boto3 is led to the executor,
in plain HTTP. The Host header stays, since it is signed."""

import re
import sys

# As a handler builds it of a Host header.
LOCAL = re.compile(r"\.execute-api\.[^.]+\.localhost$")
MODULE = "botocore.httpsession"


def lead_here(names, endpoint):
    sys.meta_path.insert(0, Finder(frozenset(names), endpoint))


class Finder:
    """Changes botocore's HTTP session when it is first imported, wherever it comes from."""

    def __init__(self, names, endpoint):
        self.names = names
        self.endpoint = endpoint
        self.looking = False

    def find_spec(self, name, path=None, target=None):
        if name != MODULE or self.looking:
            return None
        from importlib.util import find_spec

        self.looking = True
        try:
            spec = find_spec(name)
        finally:
            self.looking = False
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            change(module, self.names, self.endpoint)

        spec.loader.exec_module = exec_module
        return spec


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
