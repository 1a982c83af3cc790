"""Moments as users write them: a time (RFC 3339) or how long ago (10m, 2h30m)."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


def seconds(ctx, flag: str, text: str) -> float:
    """Seconds since the epoch."""
    from kubectl_lite.cli import goparse
    from kubectl_lite.machinery import env
    try:
        return env.parse_time(text)
    except ValueError:
        pass
    try:
        return ctx.env.now() - abs(goparse.duration(text))
    except ValueError:
        raise CommandError(f'{flag}={text}: expected a revision, a time such as 2026-01-31T12:00:00Z, or how long ago, such as 10m') from None


def look_back(ctx, text: str) -> None:
    """--at: from now on the command sees the cluster as it was at a revision, named by its number or by a moment."""
    ctx.cluster.look_back(int(text) if text.isdecimal() else ctx.cluster.upkeep.revision_at(seconds(ctx, "--at", text)))
