"""An interpreter that has been started before anyone knew for which function: it waits on its standard input for that."""

import json
import os
import sys
import time


def wait():
    """Becomes the process of the function that is told, and gives its settings."""

    line = sys.stdin.buffer.readline()
    if not line:
        # The executor is gone, and with it everyone who could want this.
        os._exit(0)
    told = json.loads(line)
    os.environ.clear()
    os.environ.update(told["variables"])
    time.tzset()
    os.chdir(told["folder"])
    return told["settings"]
