"""`rollout history`."""
from __future__ import annotations

from kubectl_lite.cli import printing, rollouts, targets
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    if flags["revision"] < 0:
        raise CommandError(f"revision must be a positive integer: {flags['revision']}")
    printer = printing.Printer(ctx, flags, "", typed=True)
    targets.visit(rollouts.find(ctx, flags, args), lambda info: _show(ctx, flags, printer, info))


def _show(ctx, flags, printer, info):
    records, revision = rollouts.revisions(ctx, info.obj), flags["revision"]
    if revision and revision not in records:
        raise CommandError("unable to find the specified revision")
    if printer.output:
        for number in [revision] if revision else sorted(records):
            printer.print(records[number])
    elif revision:
        ctx.print(f"{printing.full_name(info.obj)} with revision #{revision}\n{rollouts.template_text(rollouts.template_of(records[revision], info.obj))}")
    else:
        ctx.print(f"{printing.full_name(info.obj)} \n{table(records)}")


def table(records: dict) -> str:
    """Revisions and causes of change."""
    if not records:
        return "No rollout history found."
    from kubectl_lite.printers import tabwriter
    rows = ["REVISION\tCHANGE-CAUSE"] + [f"{number}\t{rollouts.annotation(records[number], rollouts.CAUSE) or '<none>'}" for number in sorted(records)]
    return tabwriter.align("".join(f"{row}\n" for row in rows), minwidth=0, padding=2)
