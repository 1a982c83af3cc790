"""-o go-template, go-template-file, template, templatefile."""
from __future__ import annotations

from kubectl_lite.machinery import gofmt, gojson
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.gotemplate import Template, TemplateError
from kubectl_lite.printers.formats.errors import FormatError
from kubectl_lite.printers.formats.files import template_text


class Printer:
    """One parsed template."""
    __slots__ = ("template", "typed")

    def __init__(self, format_: str, text: str, allow_missing: bool = True, typed: bool = False):
        source = template_text(text, format_.endswith("file"))
        self.typed = typed
        try:
            self.template = Template(source, missing_is_error=not allow_missing)
        except TemplateError as e:
            raise FormatError(f"error parsing template {source}, {e}\n") from None

    def __call__(self, obj: dict) -> str:
        try:
            return self.template.execute(obj)
        except TemplateError as e:
            raise FormatError(f"error executing template {go_quote(self.template.source)}: {e}", e.output + self._report(e, obj)) from None

    def _report(self, error, obj) -> str:
        """What kubectl prints on stdout about a template that failed."""
        return (f"Error executing template: {error}. Printing more information for debugging the template:\n"
                f"\ttemplate was:\n\t\t{self.template.source}\n\traw data was:\n\t\t{self._raw(obj)}\n"
                f"\tobject given to template engine was:\n\t\t{gofmt.text(obj)}\n\n")

    def _raw(self, obj) -> str:
        if self.typed:
            from kubectl_lite.printers.formats.typed import ordered
            return gojson.compact(ordered(obj), sort=False)
        return gojson.compact(obj)
