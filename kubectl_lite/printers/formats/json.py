"""-o json: four blanks of indentation, sorted keys (typed objects keep theirs)."""
from __future__ import annotations

from kubectl_lite.machinery import gojson
from kubectl_lite.printers.formats.managed import without_managed_fields


class Printer:
    """Each object as an indented document."""
    __slots__ = ("managed", "typed")

    def __init__(self, managed: bool = False, typed: bool = False):
        self.managed, self.typed = managed, typed

    def __call__(self, obj: dict) -> str:
        obj = obj if self.managed else without_managed_fields(obj)
        if self.typed:
            from kubectl_lite.printers.formats.typed import ordered
            return gojson.indented(ordered(obj), sort=False) + "\n"
        return gojson.indented(obj) + "\n"
