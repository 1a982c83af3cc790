"""-o jsonpath, jsonpath-file, jsonpath-as-json."""
from __future__ import annotations

from kubectl_lite.machinery import gofmt
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.jsonpath import JSONPath, JSONPathError
from kubectl_lite.printers.formats.errors import FormatError
from kubectl_lite.printers.formats.files import template_text


class Printer:
    """One parsed template."""
    __slots__ = ("template", "source", "as_json", "typed")

    def __init__(self, format_: str, text: str, allow_missing: bool = True, typed: bool = False):
        self.source = template_text(text, format_ == "jsonpath-file")
        self.as_json, self.typed = format_ == "jsonpath-as-json", typed
        try:
            self.template = JSONPath(self.source, allow_missing)
        except JSONPathError as e:
            raise FormatError(f"error parsing jsonpath {self.source}, {e}\n") from None

    def __call__(self, obj: dict) -> str:
        if self.typed:
            from kubectl_lite.printers.formats.typed import as_floats
            obj = as_floats(obj)
        try:
            return self.template.text(obj, self.as_json)
        except JSONPathError as e:
            raise FormatError(self._report(e, obj)) from None

    def _report(self, error, obj) -> str:
        return (f"error executing jsonpath {go_quote(self.source)}: Error executing template: {error}. "
                f"Printing more information for debugging the template:\n\ttemplate was:\n\t\t{self.source}\n"
                f"\tobject given to jsonpath engine was:\n\t\t{gofmt.syntax(obj)}\n\n\n")
