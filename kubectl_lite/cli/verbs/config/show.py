"""`config view`, `current-context`, `get-contexts`, `get-clusters`, `get-users`: what the kubeconfig says."""
from __future__ import annotations

from kubectl_lite.cli import kubeconfig, kubeconfigedit, printing
from kubectl_lite.cli.errors import CommandError, UsageError, raise_all

REDACTED, OMITTED = "REDACTED", "DATA+OMITTED"
SECRETS = ("password", "token")


def run(ctx, flags, args):
    return COMMANDS[flags.path](ctx, flags, args)


def view(ctx, flags, args):
    if args:
        raise UsageError(flags.path, f"unexpected arguments: [{' '.join(args)}]")
    if flags.changed("merge") and not flags["merge"] and not ctx.flags["kubeconfig"]:
        raise CommandError("if merge==false a precise file must be specified")
    config = _editable(ctx)
    content = kubeconfigedit.ordered(_minified(config) if flags["minify"] else config.merged)
    if flags["flatten"]:
        content = flattened(content)
    elif not flags["raw"]:
        content = redacted(content)
    printing.Printer(ctx, flags, "", typed=True, default_output="yaml").print(content)


def _editable(ctx):
    return kubeconfig.for_editing(ctx)


def _minified(config) -> dict:
    """Only what the current context needs."""
    name = config.current
    if not name:
        raise CommandError("current-context must exist in order to minify")
    context = config.find("contexts", name)
    if context is None:
        raise CommandError(f"cannot locate context {name}")
    return {"current-context": name, "contexts": _only(config, "contexts", name),
            "clusters": _only(config, "clusters", context.get("cluster")), "users": _only(config, "users", context.get("user"))}


def _only(config, kind, name):
    return [e for e in config.merged.get(kind) or [] if e.get("name") == name]


def redacted(content: dict) -> dict:
    """Secrets replaced (clientcmd's RedactSecrets and ShortenConfig)."""
    out = dict(content)
    for kind, key in kubeconfig.LISTS.items():
        out[kind] = [{**e, key: {k: _hidden(k, v) for k, v in e[key].items()}} for e in content[kind] or []] or None
    return out


def _hidden(name, value):
    if name in SECRETS:
        return REDACTED
    return OMITTED if name in kubeconfigedit.DATA else value


def flattened(content: dict) -> dict:
    """Files that entries point to become data in the entry."""
    out = dict(content)
    for kind, key in kubeconfig.LISTS.items():
        out[kind] = [{**e, key: _inlined(kind, e[key])} for e in content[kind] or []] or None
    return out


def _inlined(kind, entry):
    import base64
    entry = dict(entry)
    for name in kubeconfigedit.DATA:
        path = entry.get(name.removesuffix("-data"))
        if path:
            with open(path, "rb") as f:
                entry[name] = base64.b64encode(f.read()).decode()
            del entry[name.removesuffix("-data")]
    return kubeconfigedit.entry(kind, entry)


def current_context(ctx, flags, args):
    name = _editable(ctx).merged.get("current-context")
    if not name:
        raise CommandError("current-context is not set")
    ctx.print(name)


def get_contexts(ctx, flags, args):
    if flags["output"] not in ("", "name"):
        raise CommandError(f"--output {flags['output']} is not available in kubectl config get-contexts; resetting to default output format")
    config = _editable(ctx)
    names = sorted(e["name"] for e in config.merged.get("contexts") or [])
    missing = [CommandError(f"context {name} not found") for name in args if name not in names]
    chosen = [name for name in names if name in args] if args else names
    if flags["output"] == "name":
        ctx.write("".join(f"{name}\n" for name in chosen))
    else:
        _context_table(ctx, flags, config, chosen)
    raise_all(missing)


def _context_table(ctx, flags, config, names):
    from kubectl_lite.printers import tabwriter
    rows = [] if flags["no-headers"] else [("CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE")]
    current = config.current
    for name in names:
        context = config.find("contexts", name)
        rows.append(("*" if name == current else "", name, context.get("cluster", ""), context.get("user", ""), context.get("namespace", "")))
    ctx.write(tabwriter.align("".join("\t".join(row) + "\n" for row in rows), minwidth=6, padding=3))


def get_clusters(ctx, flags, args):
    _names(ctx, "clusters")


def get_users(ctx, flags, args):
    _names(ctx, "users")


def _names(ctx, kind):
    ctx.print("NAME")
    for name in sorted(e["name"] for e in _editable(ctx).merged.get(kind) or []):
        ctx.print(name)


COMMANDS = {
    "config view": view,
    "config current-context": current_context,
    "config get-contexts": get_contexts,
    "config get-clusters": get_clusters,
    "config get-users": get_users,
}
