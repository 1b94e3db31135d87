"""Modules are found as in Lambda: in the function's code, its layers, the standard library, then the AWS SDK that Lambda's
runtimes bring along. What else is installed on this machine is not there."""

import sys
from importlib import machinery

# What Lambda's runtime brings: boto3 and what it needs.
SDK = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"}


def install(root, layers, sdk_folders, cache):
    folders = [root, *layers]
    sys.path[:0] = folders
    loaders = (
        (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
        (cached_loader(cache), machinery.SOURCE_SUFFIXES),
        (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
    )
    finder = machinery.FileFinder.path_hook(*loaders)

    def hook(path):
        if not any(path == folder or path.startswith(folder + "/") for folder in folders):
            raise ImportError
        return finder(path)

    sys.path_hooks.insert(0, hook)
    sys.meta_path.append(SdkFinder(sdk_folders))


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
        if path is None and name in SDK:
            return machinery.PathFinder.find_spec(name, self.folders)
        return None


def advice_for(error):
    name = (getattr(error, "name", None) or "").partition(".")[0]
    if name not in SDK:
        return ""
    return (
        "\nThe AWS SDK is part of Lambda's Python runtimes, but it is not installed here: run \"%s -m pip install boto3\"."
        % sys.executable
    )
