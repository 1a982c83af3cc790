"""reconcile: run the scheduler, the controllers and the simulated kubelets until nothing changes, and say what they did."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args) -> int:
    """Exit status 1 when the bound was hit before everything had settled."""
    if args:
        raise CommandError(f"unexpected arguments: {args}")
    limits = {"passes_max": flags["max-rounds"]} if flags["max-rounds"] else {}
    report = ctx.cluster.reconcile(say=lambda text: ctx.error(f"kubectl-lite: {text}\n"), **limits)
    if not flags["quiet"]:
        for line in report.lines():
            ctx.print(line)
    return 0 if report.converged else 1
