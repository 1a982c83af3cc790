"""Objects in the format of -o: FORMATS, and `printer`, which finds the one that a command line asks for (kubectl's PrintFlags.ToPrinter).

A printer is a callable object -> text; it may remember what it printed (YAML puts `---` between documents). Tables are made elsewhere.
"""
from __future__ import annotations

from kubectl_lite.machinery.field import go_quote
from kubectl_lite.printers.formats.errors import FormatError

JSON_YAML = ("json", "yaml", "kyaml")
GO_TEMPLATES = ("template", "go-template", "go-template-file", "templatefile")
JSONPATHS = ("jsonpath", "jsonpath-file", "jsonpath-as-json")
COLUMNS = ("custom-columns", "custom-columns-file")
GENERIC = JSON_YAML + ("name",) + JSONPATHS + GO_TEMPLATES
GET = GENERIC + COLUMNS + ("wide",)


def printer(output: str, flags=None, typed: bool = False, allowed=GENERIC):
    """The printer of `-o output`; raises FormatError. `flags` may have template, allow-missing-template-keys, show-managed-fields, no-headers.

    `typed` objects come from Go types: their fields keep their order in JSON, and templates see what encoding/json makes of them.
    """
    known = flags.get if flags is not None else {}.get
    template = known("template") or ""
    found = _templates(output, template, known, typed, allowed) or _structured(output.lower(), known, typed, allowed) \
        or _columns(output, template, known, allowed)
    if found is None:
        raise no_printer(output, allowed)
    return found


def no_printer(output: str, allowed) -> FormatError:
    """kubectl's NoCompatiblePrinterError."""
    return FormatError(f"unable to match a printer suitable for the output format {go_quote(output)}, allowed formats are: {','.join(sorted(allowed))}")


def write(printer, obj, put) -> None:
    """Print an object through `put`, also what comes out before an error."""
    try:
        text = printer(obj)
    except FormatError as e:
        put(e.output)
        raise
    put(text)


def split(output: str, template: str, names) -> tuple[str, str] | None:
    """(format, its text) of `format=text`, of `format` with --template, or None when it is none of the names."""
    text = template
    if not template:
        output, _, text = output.partition("=")
    return (output, text) if output in names else None


def _templates(output, template, known, typed, allowed):
    missing = known("allow-missing-template-keys", True)
    for names, module in ((JSONPATHS, "jsonpath"), (GO_TEMPLATES, "gotemplate")):
        chosen = split(output, template, names)
        if chosen and chosen[0] in allowed:
            made = __import__(f"kubectl_lite.printers.formats.{module}", fromlist=["Printer"])
            return made.Printer(*chosen, allow_missing=missing, typed=typed)
    return None


def _structured(output, known, typed, allowed):
    if output not in allowed or output not in JSON_YAML + ("name",):
        return None
    made = __import__(f"kubectl_lite.printers.formats.{output}", fromlist=["Printer"])
    return made.Printer(known("show-managed-fields", False), typed)


def _columns(output, template, known, allowed):
    chosen = split(output, template, COLUMNS)
    if chosen is None or chosen[0] not in allowed:
        return None
    from kubectl_lite.printers.formats import columns
    return columns.Printer(*chosen, no_headers=known("no-headers", False))
