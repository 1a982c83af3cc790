"""Waiting for the cluster: nothing runs between commands, so whoever waits lets the controllers, the scheduler and the kubelets work.

Another process may reconcile the same directory at the same time; the condition is asked again either way.
"""
from __future__ import annotations

PAUSE = 0.05     # seconds between two looks when nothing here has anything to do


def until(ctx, condition, timeout: float) -> bool:
    """Whether `condition()` came true within `timeout` seconds (0 or less: no limit)."""
    deadline = ctx.env.now() + timeout if timeout > 0 else None
    while not condition():
        if deadline is not None and ctx.env.now() >= deadline:
            return False
        if not advance(ctx, deadline):
            pause(ctx, deadline)
    return True


def advance(ctx, deadline: float | None = None) -> bool:
    """Let the cluster's participants do what there is to do now; whether they changed anything."""
    step = getattr(ctx.cluster, "step", None)
    return bool(step and step())


def pause(ctx, deadline: float | None) -> None:
    import time
    left = PAUSE if deadline is None else min(PAUSE, max(deadline - ctx.env.now(), 0.001))
    time.sleep(left)
