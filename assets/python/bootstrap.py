"""Starts one execution environment of a Python function."""

import os
import sys

if __name__ == "__main__":
    import json

    here = os.path.dirname(os.path.abspath(__file__))
    settings = json.loads(os.environ.pop("LAMBDA_KIT_SETTINGS"))
    # The standard library before, so that only our own modules are compiled into the run's folder.
    import importlib
    import io
    import logging
    import socket
    import threading
    import traceback

    prefix = sys.pycache_prefix
    sys.pycache_prefix = settings["cache"]
    # The folder of this file is no place for functions to import from.
    path = [folder for folder in sys.path if folder != here]
    sys.path[:] = [here, *path]
    import lambda_kit_runtime
    import lambda_kit_waiting

    sys.path[:] = path
    sys.pycache_prefix = prefix
    if settings.get("waits"):
        settings = lambda_kit_waiting.wait()
    lambda_kit_runtime.run(settings)
