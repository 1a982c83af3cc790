"""`get` as tables: one block of rows per kind, a blank line between blocks with headers, and what is said when there is nothing."""
from __future__ import annotations

from kubectl_lite.cli.errors import Aggregate, CommandError
from kubectl_lite.cli.sorterror import SortError
from kubectl_lite.cli.verbs import get
from kubectl_lite.printers.formats.errors import FormatError
from kubectl_lite.printers.table import Options, TablePrinter


def run(ctx, flags, args) -> int:
    sort = flags["sort-by"]
    builder = get.query(ctx, flags, args).subresource(flags["subresource"]).chunk(0 if sort else flags["chunk-size"])
    if flags["server-print"]:
        builder.tables("Object" if sort else "")
    infos, errors = builder.args(args, allow_empty_selector=True).result().collect()
    errors = get.without_missing(errors, flags)
    if len(errors) > 1 or errors and builder.paths:
        errors = [Aggregate([one for e in errors for one in (e.errors if isinstance(e, Aggregate) else [e])])]
    if sort and len(infos) > 1:
        from kubectl_lite.cli import sorting
        infos = sorting.by_objects(infos, sort)
    view = _View(ctx, flags, get.several_kinds(infos))
    for info in infos:
        view.show(info)
    view.close()
    if not view.written and not errors and not flags["ignore-not-found"]:
        all_namespaced = not flags["all-namespaces"] and all(info.resource.namespaced for info in infos)
        ctx.error(f"No resources found in {ctx.namespace} namespace.\n" if all_namespaced else "No resources found\n")
    if errors:
        raise Aggregate(errors)
    return 0


class _View:
    """The blocks of the output; `written` says whether anything was printed."""
    __slots__ = ("ctx", "flags", "with_kind", "printer", "resource", "written")

    def __init__(self, ctx, flags, with_kind: bool):
        self.ctx, self.flags, self.with_kind = ctx, flags, with_kind or flags["show-kind"]
        self.printer = self.resource = None
        self.written = False

    def show(self, info) -> None:
        row = info.resource
        key = (row.group, row.version, row.name)
        if key != self.resource:
            self.close()
            self.printer = TablePrinter(options(self.flags, row, self.with_kind))
            self.resource = key
        try:
            self.printer.add(self._sorted(as_table(self.ctx, info.obj)))
        except (FormatError, SortError):
            pass  # as kubectl: rows that cannot be sorted are not shown, and nothing is said about it

    def _sorted(self, table: dict) -> dict:
        if not self.flags["sort-by"] or len(table["rows"]) < 2:
            return table
        from kubectl_lite.cli import sorting
        return sorting.rows(table, self.flags["sort-by"])

    def close(self) -> None:
        """Print the block that is open."""
        text = self.printer.flush() if self.printer is not None else ""
        if text:
            self.ctx.write("\n" + text if self.written and not self.flags["no-headers"] else text)
            self.written = True


def options(flags, row, with_kind: bool) -> Options:
    """How the rows of a resource are shown."""
    return Options(flags["output"] == "wide", flags["no-headers"], flags["show-labels"], flags["label-columns"],
                   row.group_kind if with_kind else "", flags["all-namespaces"] and row.namespaced)


def as_table(ctx, obj: dict) -> dict:
    """The server's Table, or one of name and age for an object or list the server did not print."""
    if obj.get("kind") == "Table":
        return obj
    from kubectl_lite.printers import ages, table
    if obj.get("kind") == "Status":
        raise CommandError(obj.get("message", ""))
    items = obj["items"] if isinstance(obj.get("items"), list) else [obj]
    tables = [table.of_object(item, ages.age(item, ctx.env.now())) for item in items]
    return {**table.of_object({}, ""), "rows": [row for one in tables for row in one["rows"]]}
