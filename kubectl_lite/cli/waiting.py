"""Waiting for the cluster: nothing runs between commands, so whoever waits lets the controllers, the scheduler and the kubelets work.

Another process may reconcile the same directory at the same time; the condition is asked again either way.
"""
from __future__ import annotations

PAUSE = 0.2     # seconds between two looks when nothing here has anything to do


def until(ctx, condition, timeout: float) -> bool:
    """Whether `condition()` came true within `timeout` seconds (0 or less: no limit)."""
    from kubectl_lite.cli.following import Following
    deadline = ctx.env.now() + timeout if timeout > 0 else None
    with Following(ctx) as following:
        while not condition():
            advance(ctx)
            if condition():
                return True
            if deadline is not None and ctx.env.now() >= deadline:
                return False
            following.wait(pause, ctx, deadline)
    return True


def advance(ctx) -> None:
    """Let the cluster's participants do what there is to do now."""
    ctx.flush()
    ctx.cluster.advance()


def pause(ctx, deadline: float | None) -> None:
    """Let some time pass, not beyond the deadline."""
    import time
    left = PAUSE if deadline is None else min(PAUSE, max(deadline - ctx.env.now(), 0.001))
    time.sleep(left)
