"""-o yaml: one document per object, `---` between them."""
from __future__ import annotations

from kubectl_lite.machinery import yamlwriter
from kubectl_lite.printers.formats.managed import without_managed_fields

text = yamlwriter.dump  # the YAML of one value, for whoever needs no printer


class Printer:
    """Counts what it printed."""
    __slots__ = ("managed", "printed")

    def __init__(self, managed: bool = False, typed: bool = False):
        self.managed, self.printed = managed, 0

    def __call__(self, obj: dict) -> str:
        self.printed += 1
        shown = text(obj if self.managed else without_managed_fields(obj))
        return shown if self.printed == 1 else "---\n" + shown
