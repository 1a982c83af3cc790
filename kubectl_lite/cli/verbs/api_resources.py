"""`api-resources`: what the server serves, in each group's preferred version."""
from __future__ import annotations

from kubectl_lite.cli import goparse
from kubectl_lite.cli.errors import CommandError, UsageError

FORMATS = "json,kyaml,name,wide,yaml"
HEADER = ("NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND")
WIDE = ("VERBS", "CATEGORIES")


def run(ctx, flags, args):
    if args:
        raise UsageError(flags.path, f"unexpected arguments: [{' '.join(args)}]")
    if flags["output"] not in ("", *FORMATS.split(",")):
        raise CommandError(f"unable to match a printer suitable for the output format {goparse.quote(flags['output'])}, allowed formats are: {FORMATS}")
    if flags["sort-by"] not in ("", "name", "kind"):
        raise CommandError("--sort-by accepts only name or kind")
    rows = ordered([r for r in ctx.client.mapper.preferred() if wanted(r, flags)], flags["sort-by"])
    _print(ctx, flags, rows)


def wanted(row, flags) -> bool:
    """Whether the filters let a resource through."""
    if not row.verbs:
        return False
    if flags.changed("api-group") and row.group != flags["api-group"]:
        return False
    if flags.changed("namespaced") and row.namespaced != flags["namespaced"]:
        return False
    return set(flags["verbs"]) <= set(row.verbs) and set(flags["categories"]) <= set(row.categories)


def ordered(rows, by):
    if by == "kind":
        return sorted(rows, key=lambda r: r.kind)
    return sorted(rows, key=lambda r: r.name) if by == "name" else sorted(rows, key=lambda r: (r.group, r.name))


def _print(ctx, flags, rows):
    output = flags["output"]
    if output == "name":
        ctx.write("".join(f"{row.group_resource}\n" for row in rows))
    elif output in ("", "wide"):
        _table(ctx, flags, rows, output == "wide")
    else:
        from kubectl_lite.printers import formats
        ctx.write(formats.printer(output, flags, typed=True)(as_list(rows)))


def _table(ctx, flags, rows, wide):
    from kubectl_lite.printers import tabwriter
    lines = [] if flags["no-headers"] else [HEADER + (WIDE if wide else ())]
    lines += [_cells(row, wide) for row in rows]
    ctx.write(tabwriter.align("".join("\t".join(line) + "\n" for line in lines), minwidth=6, padding=3))


def _cells(row, wide):
    cells = (row.name, ",".join(row.short_names), row.api_version, "true" if row.namespaced else "false", row.kind)
    return cells + (",".join(row.verbs), ",".join(row.categories)) if wide else cells


def as_list(rows) -> dict:
    """An APIResourceList of everything, as -o json prints it."""
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "", "resources": [_entry(row) for row in rows]}


def _entry(row):
    entry = {"name": row.name, "singularName": row.singular, "namespaced": row.namespaced, "group": row.group, "version": row.version,
             "kind": row.kind, "verbs": list(row.verbs), "shortNames": list(row.short_names), "categories": list(row.categories)}
    return {k: v for k, v in entry.items() if v not in ("", [])}
