"""-o custom-columns, custom-columns-file: columns of relaxed JSONPath expressions."""
from __future__ import annotations

import re

from kubectl_lite.machinery import gofmt
from kubectl_lite.machinery.jsonpath import JSONPath, JSONPathError
from kubectl_lite.printers.formats.errors import FormatError
from kubectl_lite.printers.formats.files import read
from kubectl_lite.printers.grid import Grid, escape

_RELAXED = re.compile(r"\{\.?([^{}]+)\}|\.?([^{}]+)")
_EXPECTED = "Expected format is one line of space separated headers, one line of space separated column specs."


class Printer:
    """Columns are (header, expression); the header is printed once, and widths are remembered from call to call."""
    __slots__ = ("columns", "no_headers", "grid", "started")

    def __init__(self, format_: str, text: str, no_headers: bool = False):
        if not text:
            raise FormatError("custom-columns format specified but no custom columns given")
        from_file = format_ == "custom-columns-file"
        self.columns = _from_file(text) if from_file else _from_spec(text)
        self.no_headers, self.grid, self.started = no_headers and not from_file, Grid(), False

    def __call__(self, obj: dict) -> str:
        rows = []
        if not self.no_headers and not self.started:
            rows.append([header for header, _ in self.columns])
            self.started = True
        try:
            expressions = [JSONPath(expression) for _, expression in self.columns]
            is_list = str(obj.get("kind", "")).endswith("List") and isinstance(obj.get("items"), list)
            for item in obj["items"] if is_list else [obj]:
                rows.append([_cell(expression, item) for expression in expressions])
        except JSONPathError as e:
            raise FormatError(str(e), self.grid.text(rows)) from None
        return self.grid.text(rows)


def _cell(expression: JSONPath, item: dict) -> str:
    results = expression.find(item)
    values = [escape(gofmt.text(value)) for group in results for value in group]
    if not results or not results[0]:
        values.insert(0, "<none>")
    return ",".join(values)


def relaxed(expression: str) -> str:
    """`name`, `.name`, `{name}` or `{.name}` as `{.name}` (RelaxedJSONPathExpression)."""
    if not expression:
        return expression
    match = _RELAXED.fullmatch(expression)
    if match is None:
        raise FormatError("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'")
    return "{." + (match[1] or match[2]) + "}"


def _from_spec(text: str) -> list:
    columns = []
    for part in text.split(","):
        header, colon, expression = part.partition(":")
        if not colon:
            raise FormatError(f"unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        columns.append((header, relaxed(expression)))
    return columns


def _from_file(path: str) -> list:
    lines = read(path, f"error reading template {path}").splitlines()
    if not lines:
        raise FormatError(f"invalid template, missing header line. {_EXPECTED}")
    if len(lines) < 2:
        raise FormatError(f"invalid template, missing spec line. {_EXPECTED}")
    headers, expressions = lines[0].split(), lines[1].split()
    if len(headers) != len(expressions):
        raise FormatError(f"number of headers ({len(headers)}) and field specifications ({len(expressions)}) don't match")
    return [(header, relaxed(expression)) for header, expression in zip(headers, expressions)]
