"""`rollout status`: says how far a rollout is, and waits for its end."""
from __future__ import annotations

from kubectl_lite.cli import rollouts, rolloutstatus, targets, waiting
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    if flags["revision"] < 0:
        raise CommandError(f"revision must be a positive integer: {flags['revision']}")
    targets.visit(rollouts.find(ctx, flags, args), lambda info: follow(ctx, flags, info))


def follow(ctx, flags, info) -> None:
    """Print the status each time it changes, until the rollout is done."""
    last = [""]

    def done() -> bool:
        obj = ctx.client.get(info.resource, info.name, info.namespace)
        text, finished = rolloutstatus.status(obj, flags["revision"])
        if text != last[0]:
            ctx.print(text)
            last[0] = text
        return finished
    if flags["watch"]:
        waiting.advance(ctx)  # what is due now counts as done: a real cluster never rests
    if done() or not flags["watch"]:
        return
    if not waiting.until(ctx, done, flags["timeout"]):
        raise CommandError("timed out waiting for the condition")
