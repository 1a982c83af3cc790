"""`wait`."""
from __future__ import annotations

from kubectl_lite.cli import conditions, deletion, printing, setcommon, targets, waiting
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError

WEEK = 168 * 3600.0


def run(ctx, flags, args):
    if flags["local"] and not (flags["filename"] or flags.get("kustomize")):
        raise CommandError(setcommon.LOCAL_RESOURCE)
    texts = flags["for"] if isinstance(flags["for"], list) else [flags["for"]]
    if not any(texts):
        raise CommandError("unrecognized condition: []")
    wanted = [conditions.parse(text) for text in texts]
    printer = printing.Printer(ctx, flags, "condition met")
    timeout = flags["timeout"] if flags["timeout"] >= 0 else WEEK
    deadline = ctx.env.now() + timeout
    if "create" in wanted:
        _created(ctx, flags, args, timeout)
    found = targets.find(ctx, flags, args, selectors=True, latest=True)
    if "delete" in wanted:
        found = found.without_missing()
    elif not len(found) and not found.errors:
        raise CommandError("no matching resources found")
    targets.visit(found, lambda info: _wait(ctx, printer, info, wanted, deadline if timeout else None))


def _wait(ctx, printer, info, wanted, deadline):
    obj = [info.obj]
    for condition in wanted:
        if condition == "delete":
            met = _gone(ctx, info)
        elif condition == "create":
            continue  # it was seen already
        else:
            met = _holds(ctx, info, condition, obj)
        if not _until(ctx, met, deadline, condition == "delete"):
            failed = "condition not met for" if deadline is None else "timed out waiting for the condition on"
            raise CommandError(f"{failed} {info.resource.name}/{info.name}")
    if "delete" not in wanted:
        printer.print(obj[0])


def _gone(ctx, info):
    uid = info.obj["metadata"].get("uid", "")
    return lambda: deletion.gone(ctx, info, uid)


def _holds(ctx, info, condition, latest):
    """Whether the object, as it is now, meets the condition; an object that vanished is an error."""
    def met():
        latest[0] = ctx.client.get(info.resource, info.name, info.namespace)
        return condition(latest[0])
    return met


def _until(ctx, met, deadline, deletion: bool) -> bool:
    """Without a deadline one look decides; when the time is up nothing counts but what is gone already."""
    if deadline is None or deletion and met():
        return met()
    left = deadline - ctx.env.now()
    return left > 0 and waiting.until(ctx, met, left)


def _created(ctx, flags, args, timeout):
    """Wait until all named objects exist."""
    def there():
        try:
            found = targets.find(ctx, flags, args, selectors=True, latest=True)
            return len(found) > 0 and not [e for e in found.errors if not _missing(e)] and not found.errors
        except ApiError as e:
            if e.reason == "NotFound":
                return False
            raise
    if not (waiting.until(ctx, there, timeout) if timeout else there()):
        raise CommandError("timed out waiting for the condition")


def _missing(error) -> bool:
    return isinstance(error, ApiError) and error.reason == "NotFound"
