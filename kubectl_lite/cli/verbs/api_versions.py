"""`api-versions`."""
from __future__ import annotations

from kubectl_lite.cli.errors import UsageError


def run(ctx, flags, args):
    if args:
        raise UsageError(flags.path, f"unexpected arguments: [{' '.join(args)}]")
    groups = ctx.client.mapper.groups()
    texts = sorted(f"{group}/{version}" if group else version for group, versions in groups for version in versions)
    ctx.write("".join(f"{text}\n" for text in texts))
