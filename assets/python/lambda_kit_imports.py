"""Modules are found as in Lambda: in the function's code, its layers, the standard library, then the AWS SDK that Lambda's
runtimes bring along. What else is installed on this machine is not there."""

import sys
from importlib import machinery

from lambda_kit_after_import import after_import

# What Lambda's runtime brings: boto3 and what it needs.
SDK = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"}
# What the SDK of some distributions needs besides, as Debian's, which has `requests` for a part of botocore.
OF_DISTRIBUTIONS = {"requests", "certifi", "chardet", "charset_normalizer", "idna"}


def install(root, layers, sdk_folders, cache):
    folders = [root, *layers]
    sys.path[:0] = folders
    loaders = (
        (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
        (cached_loader(cache), machinery.SOURCE_SUFFIXES),
        (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
    )
    found = machinery.FileFinder.path_hook(*loaders)

    def hook(path):
        if not any(path == folder or path.startswith(folder + "/") for folder in folders):
            raise ImportError
        return found(path)

    sys.path_hooks.insert(0, hook)
    finder = SdkFinder(sdk_folders)
    sys.meta_path.append(finder)
    # Of those it is the one that needs them.
    after_import("botocore.exceptions", lambda module: finder.hide())


def cached_loader(cache):
    class CachedLoader(machinery.SourceFileLoader):
        """Keeps compiled modules away from the app's code."""

        def get_code(self, fullname):
            before = sys.pycache_prefix
            sys.pycache_prefix = cache
            try:
                return super().get_code(fullname)
            finally:
                sys.pycache_prefix = before

    return CachedLoader


class SdkFinder:
    def __init__(self, folders):
        self.folders = folders

    def find_spec(self, name, path=None, target=None):
        if path is None and (name in SDK or (name in OF_DISTRIBUTIONS and self.is_asked_by_sdk())):
            return machinery.PathFinder.find_spec(name, self.folders)
        return None

    def is_asked_by_sdk(self):
        frame = sys._getframe(2)
        while frame and frame.f_code.co_filename.startswith("<frozen importlib"):
            frame = frame.f_back
        return frame is not None and self.has(frame.f_code.co_filename)

    def hide(self):
        """A handler that needs them as well has to bring them, as in Lambda; the SDK keeps what it has."""
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] in OF_DISTRIBUTIONS and self.has(getattr(module, "__file__", None) or ""):
                del sys.modules[name]

    def has(self, file):
        return any(file.startswith(folder + "/") for folder in self.folders)


def advice_for(error):
    name = (getattr(error, "name", None) or "").partition(".")[0]
    if name not in SDK:
        return ""
    return (
        "\nThe AWS SDK is part of Lambda's Python runtimes, but it is not installed here: run \"%s -m pip install boto3\"."
        % sys.executable
    )
