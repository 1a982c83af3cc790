"""Tables (meta.k8s.io) as kubectl's human-readable printer shows them: which columns, which rows, and the decoration of both.

Owns the text of Tables. Knows no kinds: a Table brings its columns. Alignment is grid.py's.
"""
from __future__ import annotations

import re

from kubectl_lite.printers.grid import Grid, escape

_BREAK = re.compile("[\f\n\r]")


class Options:
    """How to show a Table. `kind` is the group kind put before names ("" for none), `labels` the keys of -L."""
    __slots__ = ("wide", "no_headers", "show_labels", "labels", "kind", "namespace")

    def __init__(self, wide=False, no_headers=False, show_labels=False, labels=(), kind="", namespace=False):
        self.wide, self.no_headers, self.show_labels, self.labels = wide, no_headers, show_labels, tuple(labels)
        self.kind, self.namespace = kind.lower(), namespace


class TablePrinter:
    """Prints one Table after the other; the header comes once for the same columns, and a Table without columns has those of the last one."""
    __slots__ = ("options", "grid", "columns", "headed", "pending")

    def __init__(self, options: Options):
        self.options, self.grid = options, Grid()
        self.columns: list = []
        self.headed, self.pending = False, []

    def add(self, table: dict, event: str | None = None) -> None:
        """Take a Table's rows; `event` is the type of the watch event that brought it."""
        if not table.get("rows"):
            return
        self._take_columns(table)
        columns = _decorated(self.columns, self.options, event)
        if not self.headed and not self.options.no_headers:
            self.pending.append([column["name"].upper() for column in columns if self._shown(column)])
        self.headed = True
        for row in table["rows"]:
            cells = _decorated_cells(row, self.columns, self.options, event)
            self.pending.append([_text(cell) for column, cell in zip(columns, cells) if self._shown(column)])

    def flush(self) -> str:
        """The lines of everything added since the last flush."""
        rows, self.pending = self.pending, []
        return self.grid.text(rows)

    def _shown(self, column: dict) -> bool:
        return self.options.wide or not column.get("priority")

    def _take_columns(self, table: dict) -> None:
        columns = table.get("columnDefinitions")
        if columns and columns != self.columns:
            self.columns, self.headed = columns, False


def _decorated(columns: list, options: Options, event: str | None) -> list:
    """The column definitions with EVENT, NAMESPACE, the labels of -L, and LABELS."""
    before = ["Event"] if event is not None else []
    before += ["Namespace"] if options.namespace else []
    after = [key.rsplit("/", 1)[-1] for key in options.labels] + (["Labels"] if options.show_labels else [])
    return [{"name": name} for name in before] + columns + [{"name": name} for name in after]


def _decorated_cells(row: dict, columns: list, options: Options, event: str | None) -> list:
    cells, obj = list(row.get("cells") or ()), row.get("object") or {}
    cells += [None] * (len(columns) - len(cells))
    meta = obj.get("metadata") or {}
    if options.kind:
        at = next((i for i, column in enumerate(columns) if column.get("format") == "name" and column.get("type") == "string"), None)
        if at is not None:
            cells[at] = f"{options.kind}/{_text(cells[at])}"
    labels = meta.get("labels") or {}
    before = [event.ljust(len("MODIFIED")) if event else event] if event is not None else []
    before += [meta.get("namespace", "")] if options.namespace else []
    after = [labels.get(key, "") for key in options.labels]
    if options.show_labels:
        after.append(",".join(f"{key}={labels[key]}" for key in sorted(labels)) or "<none>")
    return before + cells[:len(columns)] + after


def _text(cell) -> str:
    """A cell; a text is cut at its first line."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return _other_text(cell)
    match = _BREAK.search(cell)
    return escape(cell if match is None else cell[:match.start()] + "...")


def _other_text(cell) -> str:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    from kubectl_lite.machinery import gofmt
    return escape(gofmt.text(cell))


def of_object(obj: dict, age: str) -> dict:
    """The Table kubectl makes itself for an object whose server sent none: name and age."""
    columns = [{"name": "Name", "type": "string", "format": "name"}, {"name": "Age", "type": "string"}]
    return {"kind": "Table", "columnDefinitions": columns,
            "rows": [{"cells": [(obj.get("metadata") or {}).get("name", ""), age], "object": obj}]}
