"""Changes modules when they are first imported, wherever they come from."""

import sys


def after_import(name, change):
    sys.meta_path.insert(0, Finder(name, change))


class Finder:
    def __init__(self, name, change):
        self.name = name
        self.change = change
        self.looking = False

    def find_spec(self, name, path=None, target=None):
        if name != self.name or self.looking:
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
            self.change(module)

        spec.loader.exec_module = exec_module
        return spec
