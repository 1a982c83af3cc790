"""`drain`: cordons nodes and evicts their pods."""
from __future__ import annotations

from kubectl_lite.cli import drainpods, dryrun, nodes, targets
from kubectl_lite.cli.drainevict import Evictor
from kubectl_lite.cli.errors import Aggregate, CommandError, PlainError, plain_text


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    _check_selector(flags["pod-selector"])
    found = nodes.find(ctx, flags, args)
    targets.visit(found, lambda info: nodes.set_schedulable(ctx, info, False, strategy))
    failed = []
    for info in found.infos:
        try:
            _drain(ctx, flags, info, strategy)
            ctx.print(f"node/{info.name} drained{dryrun.SUFFIX[strategy]}")
        except (CommandError, Aggregate) as e:
            ctx.error(f'error: unable to drain node "{info.name}" due to error: {plain_text(e)}, continuing command...\n')
            failed.append((info.name, e))
    if failed:
        ctx.error("There are pending nodes to be drained:\n" + "".join(f" {name}\n" for name, _ in failed))
        raise PlainError("\n".join(plain_text(e) for _, e in failed))


def _check_selector(text: str) -> None:
    from kubectl_lite.machinery import labels
    try:
        labels.parse(text)
    except ValueError:
        raise CommandError("--pod-selector=<pod_selector> must be a valid label selector") from None


def _drain(ctx, flags, info, strategy):
    pods, warnings = drainpods.select(ctx, flags, info.name)
    if warnings:
        ctx.error(f"Warning: {warnings}\n")
    if strategy == dryrun.CLIENT:
        for pod in pods:
            ctx.print(f"evicting pod {pod['metadata']['namespace']}/{pod['metadata']['name']} (dry run)")
        return
    try:
        Evictor(ctx, flags, strategy).run(pods)
    except CommandError as e:
        left, _ = drainpods.select(ctx, flags, info.name)
        if left:
            ctx.error(f'There are pending pods in node "{info.name}" when an error occurred: {e}\n'
                      + "".join(f"pod/{pod['metadata']['name']}\n" for pod in left))
        raise
