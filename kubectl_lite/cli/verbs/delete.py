"""`delete`: by file, name, selector; grace periods, cascades, confirmation, waiting."""
from __future__ import annotations

from kubectl_lite.cli import deletion, dryrun, rawrequest, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError


def run(ctx, flags, args):
    policy, grace, strategy = deletion.asked_cascade(ctx, flags["cascade"]), _grace(flags), dryrun.strategy(ctx, flags)
    if flags["raw"]:
        _check_raw(flags, args)
        body = rawrequest.read_source(ctx, flags["filename"]) if flags["filename"] else None
        return rawrequest.send(ctx, "DELETE", flags["raw"], body)
    found = targets.find(ctx, flags, args, fetch=False, selectors=True)
    _check(ctx, flags, grace)
    if flags["interactive"] and not _confirmed(ctx, found):
        ctx.print("deletion is cancelled")
        return 0
    deleter = deletion.Deleter(ctx, policy, grace, strategy, by_name=flags["output"] == "name",
                               warn_cluster_scope=ctx.namespace_explicit and not flags["all-namespaces"])
    _delete(deleter, found, flags["ignore-not-found"])
    if not deleter.found:
        if not (flags["ignore-not-found"] and found.errors):
            ctx.print("No resources found")
    elif flags["wait"] and strategy == dryrun.NONE:
        deleter.wait(flags["timeout"])
    return 0


def _grace(flags) -> int:
    """The grace period in seconds, -1 for the object's own. 0 alone means 1, so that nobody loses data by accident."""
    grace = flags["grace-period"]
    if flags["now"]:
        if grace != -1:
            raise CommandError("--now and --grace-period cannot be specified together")
        grace = 1
    if flags["force"]:
        return max(grace, 0)
    return grace or 1


def _check(ctx, flags, grace) -> None:
    if flags["output"] not in ("", "name"):
        raise CommandError(f"unexpected -o output mode: {flags['output']}. We only support '-o name'")
    if flags["all"] and flags["selector"]:
        raise CommandError("cannot set --all and --selector at the same time")
    if flags["all"] and flags["field-selector"]:
        raise CommandError("cannot set --all and --field-selector at the same time")
    if flags["force"] and grace > 0:
        raise CommandError("--force and --grace-period greater than 0 cannot be specified together")
    if flags["force"]:
        ctx.error(f"Warning: {deletion.FORCED}\n")


def _check_raw(flags, args) -> None:
    if flags["filename"] and len(flags["filename"]) > 1:
        raise CommandError("--raw can only use a single local file or stdin")
    if flags["recursive"]:
        raise CommandError("--raw and --recursive are mutually exclusive")
    if flags["selector"]:
        raise CommandError("--raw and --selector (-l) are mutually exclusive")
    if flags["output"]:
        raise CommandError("--raw and --output are mutually exclusive")


def _delete(deleter, found, ignore_missing: bool) -> None:
    def delete(info):
        try:
            deleter.delete(info)
        except ApiError as e:
            if not (ignore_missing and e.reason == "NotFound"):
                raise
    targets.visit(found.without_missing() if ignore_missing else found, delete)


def _confirmed(ctx, found) -> bool:
    """-i: shows what would go and asks."""
    infos = found.infos
    ctx.print(f"You are about to delete the following {len(infos)} resource(s):")
    for info in infos:
        kind = info.resource.kind.lower() + (f".{info.resource.group}" if info.resource.group else "")
        ctx.print(f"{kind}/{info.name}")
    ctx.write("Do you want to continue? (y/N): ")
    ctx.flush()
    return ctx.stdin.readline().strip().lower() in ("y", "yes")
