"""store: looks into the registry as etcdctl does, proves it sound, takes in edited files, forgets old revisions."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError, PlainError


def run(ctx, flags, args) -> int:
    """`store ls|get|check|adopt|compact`."""
    action = ACTIONS.get(flags.path)
    if action is None:
        from kubectl_lite.cli import help
        return help.show_group(ctx, flags.path, args)
    return action(ctx, flags, args)


def _ls(ctx, flags, args) -> int:
    prefix = _one(args, "PREFIX", "/registry")
    upkeep = ctx.cluster.upkeep
    found = ctx.cluster.store.keys(prefix.rstrip("/") + "/") if flags["recursive"] else upkeep.children(prefix)
    if not found:
        found = [key for key in ctx.cluster.store.keys(prefix) if key == prefix]
    if not found:
        raise CommandError(f"there is no key {prefix}, and none below it; `kubectl-lite store ls` lists where to begin")
    ctx.write("".join(key + "\n" for key in found))
    return 0


def _get(ctx, flags, args) -> int:
    import json
    key = _one(args, "KEY")
    entry = ctx.cluster.store.get(key, flags["revision"])
    if entry is None:
        at = f" at revision {flags['revision']}" if flags["revision"] else ""
        raise CommandError(f"no key {key}{at}; `kubectl-lite store ls PREFIX` lists keys")
    ctx.print(json.dumps(entry.value, indent=2, sort_keys=True, ensure_ascii=False))
    return 0


def _check(ctx, flags, args) -> int:
    _none(args)
    cluster = ctx.empty_cluster()
    problems = cluster.upkeep.problems()
    if not problems and not cluster.store.revision():
        raise CommandError(f"there is no cluster in {ctx.state_name}: `kubectl-lite init` makes one, --state names another directory")
    if not problems:
        ctx.print(f"{ctx.state_name}: sound at revision {cluster.store.revision()}, {len(cluster.store.keys('/registry/'))} keys")
        return 0
    for problem in problems:
        ctx.print(f"{problem.path} {problem.what}".lstrip())
    edited = len(cluster.upkeep.differences()) if all(problem.path for problem in problems) else 0
    if edited:
        ctx.error(f"{edited} file{'s were' if edited > 1 else ' was'} edited: `kubectl-lite store adopt` takes {'them' if edited > 1 else 'it'} in, "
                  "with --discard it puts back what the store remembers\n")
    return 1


def _adopt(ctx, flags, args) -> int:
    _none(args)
    upkeep = ctx.empty_cluster().upkeep
    if not upkeep.has_files:
        raise CommandError(f"{ctx.state_name} has no files that could have been edited: change its objects with `edit`, `apply` or `replace`")
    done, failed = ("discarded", "cannot be discarded") if flags["discard"] else ("adopted", "cannot be adopted")
    refused = count = 0
    for row, problem in upkeep.discard() if flags["discard"] else upkeep.adopt("admin"):
        count += 1
        refused += bool(problem)
        if problem:
            ctx.error(f"error: {row.path} {failed}: {problem}\n")
        else:
            ctx.print(f"{row.key} {done} ({row.what})")
    if not count:
        ctx.print("no file was edited")
    if refused and not flags["discard"]:
        ctx.error("correct what cannot be adopted, or put back what the store remembers with `kubectl-lite store adopt --discard`\n")
    return 1 if refused else 0


def _compact(ctx, flags, args) -> int:
    _none(args)
    if flags["keep"] < 0:
        raise CommandError(f"--keep={flags['keep']}: must not be negative")
    oldest = ctx.cluster.upkeep.compact(flags["keep"])
    ctx.print(f"compacted: revision {oldest} is the oldest that can be read")
    return 0


def _one(args, name, default=""):
    if len(args) > 1 or not (args or default):
        raise PlainError(f"error: expected {'at most one' if default else 'one'} {name}, got {len(args)} arguments")
    key = args[0] if args else default
    return key if key.startswith("/") else "/registry/" + key


def _none(args):
    if args:
        raise CommandError(f"unexpected arguments: {args}")


ACTIONS = {"store ls": _ls, "store get": _get, "store check": _check, "store adopt": _adopt, "store compact": _compact}
