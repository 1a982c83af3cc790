"""`taint`."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, podtemplate, printing, targets
from kubectl_lite.cli.errors import CommandError, UsageError, raise_all
from kubectl_lite.machinery import names

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
TYPES = ("node", "nodes", "no")


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "tainted", typed=True)
    resources, specs = split(args)
    add, remove = _parsed(specs)
    _check(flags, resources, add, remove)
    found = targets.find(ctx, flags, resources, selectors=True, latest=True)

    def change(info):
        new, word = retainted(info.obj, add, remove, flags["overwrite"])
        if strategy != dryrun.CLIENT:
            patch, kind = podtemplate.two_way(info.obj, new)
            new = ctx.client.patch(info.resource, info.name, patch, kind, "", fieldManager=flags["field-manager"], dryRun=dryrun.query(strategy))
        printer.print(new, word)
    targets.visit(found, change)


def split(args):
    """(resources, taint texts)."""
    resources, specs = [], []
    for arg in args:
        if "=" in arg or ":" in arg or arg.endswith("-"):
            specs.append(arg)
        elif specs:
            raise CommandError(f"all resources must be specified before taint changes: {arg}")
        else:
            resources.append(arg)
    if not resources:
        raise CommandError("one or more resources must be specified as <resource> <name>")
    if not specs:
        raise CommandError("at least one taint update is required")
    return resources, specs


def _check(flags, resources, add, remove):
    kind = resources[0].lower().split("/")[0]
    if kind not in TYPES:
        raise CommandError(f"invalid resource type {kind}, only node types are supported")
    if flags["all"] and flags["selector"]:
        raise CommandError("setting 'all' parameter but found a non empty selector. ")
    both = [f"{t['key']}={t['effect']}" for t in remove if any(same(t, a) or (t["key"] == a["key"] and not t["effect"]) for a in add)]
    if both:
        raise CommandError(f"can not both modify and remove the following taint(s) in the same command: {', '.join(both)}")


def _parsed(specs):
    try:
        return parse(specs)
    except CommandError as e:
        raise UsageError("taint", str(e)) from None


def parse(specs) -> tuple[list[dict], list[dict]]:
    """(taints to add, taints to remove); a removal may leave the effect out."""
    add, remove = [], []
    for spec in specs:
        if spec.endswith("-"):
            remove.append(one(spec[:-1]))
            continue
        taint = one(spec)
        if not taint["effect"]:
            raise CommandError(f"invalid taint spec: {spec}")
        if any(same(taint, other) for other in add):
            shown = f"{taint['key']} {taint['value']} {taint['effect']} <nil>"
            raise CommandError(f"duplicated taints with the same key and effect: {{{shown}}}")
        add.append(taint)
    return add, remove


def one(spec: str) -> dict:
    """`key[=value][:effect]`."""
    head, colon, effect = spec.partition(":")
    if not colon and "=" in head:
        raise CommandError(f"invalid taint spec: {spec}, {'; '.join(names.label_key(head))}")
    if ":" in effect or head.count("=") > 1:
        raise CommandError(f"invalid taint spec: {spec}")
    if colon and effect not in EFFECTS:
        raise CommandError(f"invalid taint effect: {effect}, unsupported taint effect")
    key, _, value = head.partition("=")
    problems = names.label_value(value) or names.label_key(key)
    if problems:
        raise CommandError(f"invalid taint spec: {spec}, {'; '.join(problems)}")
    return {"key": key, "value": value, "effect": effect}


def same(a, b) -> bool:
    return a["key"] == b["key"] and a["effect"] == b["effect"]


def text(taint) -> str:
    """Taint.ToString."""
    key, value, effect = taint["key"], taint.get("value", ""), taint["effect"]
    if not effect:
        return f"{key}={value}:" if value else key
    return f"{key}={value}:{effect}" if value else f"{key}:{effect}"


def retainted(node, add, remove, overwrite) -> tuple[dict, str]:
    """(the node with its taints changed, the word for it)."""
    old = node["spec"].get("taints") or []
    if not overwrite:
        there = [t["key"] for t in add if any(same(t, o) for o in old)]
        if there:
            raise CommandError(f"node {node['metadata']['name']} already has {', '.join(there)} taint(s) with same effect(s) and --overwrite is false")
    new = [{k: v for k, v in t.items() if v} for t in add]
    new += [o for o in old if not any(same(o, t) for t in add)]
    added, missing = len(old) != len(new), []
    for taint in remove:
        kept = [t for t in new if not (t["key"] == taint["key"] and taint["effect"] in ("", t["effect"]))]
        if len(kept) == len(new):
            missing.append(CommandError(f'taint "{text(taint)}" not found'))
        new = kept
    raise_all(missing)
    deleted = bool(remove)
    word = "modified" if added and deleted or overwrite else "tainted" if added else "untainted"
    spec = {k: v for k, v in node["spec"].items() if k != "taints"}
    return {**node, "spec": {**spec, "taints": new} if new else spec}, word
