"""Prints what a command did to an object: `configmap/a created`, or the object in the format of -o (kubectl's PrintFlags.ToPrinter)."""
from __future__ import annotations

from kubectl_lite.cli.dryrun import NONE, SUFFIX


class Printer:
    """One command's printer, made before anything is sent so that a bad -o fails early.

    `typed` objects are those kubectl makes from its own Go types: their JSON keeps the order of the fields.
    """

    def __init__(self, ctx, flags, operation: str, strategy: str = NONE, typed: bool = False, default_output: str = ""):
        self.ctx, self.flags, self.typed = ctx, flags, typed
        self.operation = operation + SUFFIX[strategy] if operation else ""
        self.output = output_format(flags) or default_output
        self.format = None
        if self.output not in ("", "name"):
            from kubectl_lite.printers import formats
            self.format = formats.printer(self.output, flags, typed=typed)

    def print(self, obj: dict, operation: str | None = None) -> None:
        """Print one object; `operation` replaces the printer's own word ("configured" instead of "created")."""
        if self.format is not None:
            from kubectl_lite.cli import typedorder
            from kubectl_lite.printers import formats
            formats.write(self.format, typedorder.ordered(obj) if self.typed else obj, self.ctx.write)
            return
        for item in items(obj):
            self.ctx.print(self._line(item, self.operation if operation is None else operation))

    def _line(self, obj, operation) -> str:
        name = full_name(obj)
        return name if self.output == "name" or not operation else f"{name} {operation}"


def output_format(flags) -> str:
    """-o, or go-template where only --template is given."""
    output = flags.get("output") or ""
    if not output and flags.get("template"):
        return "go-template"
    return output


def items(obj: dict) -> list:
    """The objects in a list object, or the object itself."""
    return obj["items"] if str(obj.get("kind", "")).endswith("List") and isinstance(obj.get("items"), list) else [obj]


def full_name(obj: dict) -> str:
    """`kind.group/name`, as -o name and all result lines have it."""
    return f"{kind_text(obj)}/{(obj.get('metadata') or {}).get('name') or '<unknown>'}"


def kind_text(obj: dict) -> str:
    """`pod`, `deployment.apps`."""
    group = (obj.get("apiVersion") or "").rpartition("/")[0]
    kind = (obj.get("kind") or "<unknown>").lower()
    return f"{kind}.{group}" if group else kind
