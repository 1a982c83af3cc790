"""`get -o json|yaml|name|jsonpath|go-template|custom-columns|…`: one object, or everything found as one List."""
from __future__ import annotations

from kubectl_lite.cli.errors import Aggregate
from kubectl_lite.cli.verbs import get
from kubectl_lite.printers import formats
from kubectl_lite.printers.formats.errors import FormatError


def run(ctx, flags, args) -> int:
    builder = get.query(ctx, flags, args).subresource(flags["subresource"]).chunk(0 if flags["sort-by"] else flags["chunk-size"])
    result = builder.args(args, allow_empty_selector=True).result()
    infos, errors = result.collect()
    errors = get.without_missing(errors, flags)
    if errors and result.single:
        raise Aggregate(errors)
    if infos or not flags["ignore-not-found"]:
        _print(ctx, flags, infos, result.single, errors)
    if errors:
        raise errors[0] if len(errors) == 1 else Aggregate(errors)
    return 0


def _print(ctx, flags, infos, single: bool, errors: list) -> None:
    """Print what was found; what is wrong with it joins the errors."""
    printer = make_printer(flags)
    obj = infos[0].obj if single and len(infos) == 1 else as_list([info.obj for info in infos], flags["sort-by"])
    try:
        formats.write(printer, obj, ctx.write)
    except FormatError as e:
        errors.append(e)


def make_printer(flags):
    """The printer of -o, or of --template alone."""
    output = flags["output"] or "go-template"
    return formats.printer(output, flags, allowed=formats.GET)


def as_list(items: list, sort_by: str = "") -> dict:
    """Objects as kubectl's own List."""
    if sort_by:
        from kubectl_lite.cli import sorting
        items = sorting.objects(items, sort_by)
    return {"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"resourceVersion": ""}}
