"""Calls of a botocore that does not know AWS_ENDPOINT_URL reach the executor all the same: the function's own, or that of a
distribution."""

import os

from lambda_kit_after_import import after_import

KNOWN_SINCE = (1, 31)


def lead_here():
    after_import("botocore.session", change)


def change(module):
    if version_of(module) >= KNOWN_SINCE:
        return
    create = module.Session.create_client

    def create_client(session, service_name, *args, **kwargs):
        # The fifth behind the name of the service.
        if len(args) < 5 and kwargs.get("endpoint_url") is None:
            kwargs["endpoint_url"] = os.environ.get("AWS_ENDPOINT_URL")
        return create(session, service_name, *args, **kwargs)

    module.Session.create_client = create_client


def version_of(module):
    import botocore

    try:
        return tuple(int(part) for part in botocore.__version__.split(".")[:2])
    except (AttributeError, ValueError):
        return KNOWN_SINCE
