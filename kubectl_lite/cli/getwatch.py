"""`get --watch`, `--watch-only`: what there is, and then every change, a line or a document each."""
from __future__ import annotations

from kubectl_lite.cli import following
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.verbs import get


def run(ctx, flags, args) -> int:
    human = get.human_readable(flags)
    builder = get.query(ctx, flags, args).chunk(flags["chunk-size"]).flatten(False)
    if human and flags["server-print"]:
        builder.tables()
    builder.args(args, allow_empty_selector=True)
    if len(builder.resources) > 1 or len({type_ for type_, _ in builder.tuples}) > 1:
        raise CommandError("you may only specify a single resource type")
    infos = _infos(builder)
    view = _view(ctx, flags, infos[0].resource, human)
    if not flags["watch-only"]:
        for info in infos:
            view.show(info.obj, "ADDED")
    view.flush()
    _follow(ctx, flags, infos, view, human)
    return 0


def _infos(builder) -> list:
    """What is watched; the first error ends it."""
    infos = []
    for item in builder.result().visit():
        if isinstance(item, Exception):
            raise item
        infos.append(item)
    if get.several_kinds(infos):
        raise CommandError("watch is only supported on individual resources and resource collections - more than 1 resource was found")
    if not infos:
        raise CommandError("no objects passed to get")
    return infos


def _follow(ctx, flags, infos, view, human: bool) -> None:
    info = infos[0]
    field, version, skip = flags["field-selector"], version_of(infos[-1].obj), 0
    if info.name:
        if len(infos) > 1:
            raise CommandError("you may only watch a single resource or type of resource at a time")
        # As kubectl does: from "0", which begins with the object as it is, and that one was shown already.
        field, version, skip = f"metadata.name={info.name}", "0", 1
    stream = ctx.client.watch(info.resource, info.namespace, version, label_selector=flags["selector"], field_selector=field,
                              table=human and flags["server-print"])
    for event in following.events(ctx, stream):
        if event["type"] == "BOOKMARK":
            continue
        if skip:
            skip -= 1
            continue
        view.show(event["object"], event["type"])
        view.flush()


def version_of(obj: dict) -> str:
    return (obj.get("metadata") or {}).get("resourceVersion", "")


def _view(ctx, flags, row, human: bool):
    return _Rows(ctx, flags, row) if human else _Documents(ctx, flags)


class _Rows:
    """Tables, aligned with what was printed before."""

    def __init__(self, ctx, flags, row):
        from kubectl_lite.cli import gettable
        from kubectl_lite.printers.table import TablePrinter
        self.ctx, self.flags, self.as_table = ctx, flags, gettable.as_table
        self.printer = TablePrinter(gettable.options(flags, row, flags["show-kind"]))

    def show(self, obj: dict, event: str) -> None:
        self.printer.add(self.as_table(self.ctx, obj), event if self.flags["output-watch-events"] else None)

    def flush(self) -> None:
        self.ctx.write(self.printer.flush())
        self.ctx.flush()


class _Documents:
    """Objects in the format of -o."""

    def __init__(self, ctx, flags):
        from kubectl_lite.cli import getgeneric
        self.ctx, self.flags, self.printer = ctx, flags, getgeneric.make_printer(flags)

    def show(self, obj: dict, event: str) -> None:
        from kubectl_lite.printers import formats
        for item in obj["items"] if isinstance(obj.get("items"), list) else [obj]:
            if self.flags["output-watch-events"] and self.flags["output"].lower() == "json":
                self.ctx.write(event_line(item, event))
            else:
                formats.write(self.printer, self._shown(item, event), self.ctx.write)

    def _shown(self, obj: dict, event: str) -> dict:
        """What the printer gets: the event where it is asked for, but names and columns are always the object's."""
        if not self.flags["output-watch-events"] or self.flags["output"].lower() == "name" or "custom-columns" in self.flags["output"]:
            return obj
        return {"type": event, "object": obj}

    def flush(self) -> None:
        self.ctx.flush()


def event_line(obj: dict, event: str) -> str:
    """A watch event with its object on one line, as -o json prints it."""
    from kubectl_lite.machinery import gojson
    return gojson.compact({"type": event, "object": obj}, sort=False) + "\n"
