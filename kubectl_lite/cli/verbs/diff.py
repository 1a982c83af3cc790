"""`diff`: the live objects against what applying the files would make of them, through an external diff program."""
from __future__ import annotations

import os

from kubectl_lite.cli import applyclient, applyprune, dryrun, lastapplied, targets
from kubectl_lite.cli.builder import Info
from kubectl_lite.cli.errors import Aggregate, CommandError, UsageError, status_of, text_of
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import APPLY_PATCH
from kubectl_lite.printers.formats.managed import without_managed_fields

PROGRAM = "KUBECTL_EXTERNAL_DIFF"
MASK = "***"


def run(ctx, flags, args):
    """1 means that there are differences, so what fails ends with a status above that (cmdutil.CheckDiffErr)."""
    try:
        return _run(ctx, flags, args)
    except (CommandError, Aggregate, ApiError) as e:
        ctx.error(text_of(e))
        return status_of(e) + 1


def _run(ctx, flags, args):
    if args:
        raise UsageError(flags.path, f"Unexpected args: [{' '.join(args)}]")
    targets.require_files(flags)
    if flags["force-conflicts"] and not flags["server-side"]:
        raise CommandError("--force-conflicts only works with --server-side")
    allowed = applyprune.allowed(ctx, flags)
    import tempfile
    with tempfile.TemporaryDirectory(prefix="LIVE-") as live, tempfile.TemporaryDirectory(prefix="MERGED-") as merged:
        found = targets.find(ctx, flags, [], fetch=False, selectors=True)
        targets.visit(found, lambda info: _write_both(ctx, flags, info, live, merged))
        if flags["prune"]:
            _write_pruned(ctx, flags, [(info, info.obj) for info in found.infos], allowed, live)
        return _compare(ctx, live, merged)


def _write_both(ctx, flags, info, live: str, merged: str) -> None:
    now = _live(ctx, info)
    try:
        then = _merged(ctx, flags, info, now)
    except ApiError as e:
        if e.reason == "Conflict":
            row = info.resource
            ctx.klog(f"Object ({row.group}/{row.version}, Kind={row.kind}: {info.name}) keeps changing, diffing without lock")
        raise
    if not flags["show-managed-fields"]:
        now, then = now and without_managed_fields(now), without_managed_fields(then)
    if info.resource.kind == "Secret" and not flags["show-secrets"]:
        now, then = masked(now, then)
    for folder, obj in ((live, now), (merged, then)):
        if obj is not None:
            _write(os.path.join(folder, file_name(info)), obj)


def _write_pruned(ctx, flags, applied, rows, live: str) -> None:
    """What --prune would delete is only in the folder of the live objects."""
    for row, namespace, obj in applyprune.candidates(ctx, flags, applied, rows):
        _write(os.path.join(live, file_name(Info(row, namespace, obj["metadata"]["name"]))), obj)


def _live(ctx, info):
    try:
        return ctx.client.get(info.resource, info.name, info.namespace)
    except ApiError as e:
        if e.reason == "NotFound":
            return None
        raise


def _merged(ctx, flags, info, now) -> dict:
    """What the server would keep."""
    manager = "kubectl" if flags["server-side"] and not flags.changed("field-manager") else flags["field-manager"]
    query = {"fieldManager": manager, "dryRun": dryrun.query(dryrun.SERVER)}
    if flags["server-side"]:
        query["force"] = "true" if flags["force-conflicts"] else "false"
        return ctx.client.patch(info.resource, info.name, info.obj, APPLY_PATCH, info.namespace, **query)
    if now is None:
        return ctx.client.create(info.resource, info.obj, info.namespace, **query)
    patch, kind = applyclient.make_patch(lastapplied.without(info.obj), now)
    return ctx.client.patch(info.resource, info.name, patch, kind, info.namespace, **query) if patch else now


def masked(now, then):
    """Secret values replaced, but so that a change still shows."""
    before, after = (now or {}).get("data") or {}, then.get("data") or {}
    shown_before, shown_after = {}, {}
    for key in before.keys() | after.keys():
        differ = key in before and key in after and before[key] != after[key]
        if key in before:
            shown_before[key] = f"{MASK} (before)" if differ else MASK
        if key in after:
            shown_after[key] = f"{MASK} (after)" if differ else MASK
    return (now and {**now, "data": shown_before}), {**then, "data": shown_after}


def file_name(info) -> str:
    """group.version.kind.namespace.name, as kubectl names the files."""
    group = f"{info.resource.group}." if info.resource.group else ""
    return f"{group}{info.resource.version}.{info.resource.kind}.{info.namespace}.{info.name}"


def _write(path: str, obj) -> None:
    from kubectl_lite.printers.formats import yaml
    with open(path, "w", encoding="utf-8") as f:
        f.write(yaml.text(obj))


def _compare(ctx, live, merged) -> int:
    """Run the diff program; 1 means that there are differences, more that it failed."""
    import shlex
    import subprocess
    command = shlex.split(ctx.environ.get(PROGRAM, "")) or ["diff", "-u", "-N"]
    ctx.flush()
    try:
        done = subprocess.run([*command, live, merged], capture_output=True, text=True, env=dict(ctx.environ))
    except OSError as e:
        why = "executable file not found in $PATH" if e.errno == 2 and "/" not in command[0] else (e.strerror or str(e)).lower()
        raise CommandError(f'failed to run "{command[0]}": {why}') from None
    ctx.write(done.stdout)
    if done.stderr:
        ctx.error(done.stderr)
    return done.returncode
