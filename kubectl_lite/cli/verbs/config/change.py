"""`config set-cluster|set-credentials|set-context|use-context|rename-context|delete-…`: changes of whole entries."""
from __future__ import annotations

import os

from kubectl_lite.cli import kubeconfig, kubeconfigedit as edit
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    action, count = COMMANDS[flags.path]
    if flags.path == "config set-context":
        return action(ctx, flags, args, kubeconfig.for_change(ctx))
    if len(args) != count:
        from kubectl_lite.cli import help
        ctx.error(help.text(flags.path))
        raise CommandError(f"Unexpected args: [{' '.join(args)}]")
    return action(ctx, flags, args, kubeconfig.for_change(ctx))


def set_cluster(ctx, flags, args, config):
    entry = dict(config.find("clusters", args[0]) or {})
    if flags["certificate-authority"] and flags["insecure-skip-tls-verify"]:
        raise CommandError("you cannot specify a certificate authority and insecure mode at the same time")
    if flags["embed-certs"] and not flags["certificate-authority"]:
        raise CommandError("you must specify a --certificate-authority to embed")
    if flags.changed("server"):
        entry["server"] = flags["server"]
        entry.pop("tls-server-name", None)
    _take(flags, entry, "tls-server-name", "proxy-url")
    if flags.changed("insecure-skip-tls-verify"):
        entry["insecure-skip-tls-verify"] = flags["insecure-skip-tls-verify"]
        if entry["insecure-skip-tls-verify"]:
            entry.pop("certificate-authority", None), entry.pop("certificate-authority-data", None)
    if _file(flags, entry, "certificate-authority"):
        entry.pop("insecure-skip-tls-verify", None)
    edit.put(config, "clusters", args[0], entry)
    ctx.print(f'Cluster "{args[0]}" set.')


def set_credentials(ctx, flags, args, config):
    entry = dict(config.find("users", args[0]) or {})
    methods = [text for text, used in (("--token", flags["token"]), ("--username/--password", flags["username"] or flags["password"])) if used]
    if len(methods) > 1:
        raise CommandError(f"you cannot specify more than one authentication method at the same time: {', '.join(methods)}")
    if flags["embed-certs"] and not (flags["client-certificate"] or flags["client-key"]):
        raise CommandError("you must specify a --client-certificate or --client-key to embed")
    _file(flags, entry, "client-certificate")
    _file(flags, entry, "client-key")
    if flags.changed("token"):
        entry["token"] = flags["token"]
        entry.pop("username", None), entry.pop("password", None)
    if flags.changed("username") or flags.changed("password"):
        _take(flags, entry, "username", "password")
        entry.pop("token", None), entry.pop("tokenFile", None)
    _exec(flags, entry)
    _auth_provider(flags, entry)
    edit.put(config, "users", args[0], entry)
    ctx.print(f'User "{args[0]}" set.')


def _take(flags, entry, *names):
    for name in names:
        if flags.changed(name):
            entry[name] = flags[name]


def _file(flags, entry, name) -> bool:
    """A file named by a flag: its path, or with --embed-certs its content."""
    if not flags.changed(name):
        return False
    path = flags[name]
    entry.pop(name, None), entry.pop(f"{name}-data", None)
    if not flags["embed-certs"]:
        entry[name] = path and os.path.abspath(path)
        return bool(path)
    import base64
    try:
        with open(path, "rb") as f:
            entry[f"{name}-data"] = base64.b64encode(f.read()).decode()
    except OSError as e:
        raise CommandError(f"could not stat {name} file {path}: stat {path}: {e.strerror.lower()}") from None
    return True


def _exec(flags, entry):
    used = [n for n in ("exec-command", "exec-api-version", "exec-arg", "exec-env") if flags.changed(n)]
    if not used:
        return
    plugin = dict(entry.get("exec") or {"interactiveMode": "IfAvailable", "provideClusterInfo": False})
    for flag, field in (("exec-command", "command"), ("exec-api-version", "apiVersion"), ("exec-arg", "args")):
        if flags.changed(flag):
            plugin[field] = flags[flag]
    if flags.changed("exec-env"):
        pairs = dict(item.split("=", 1) for item in flags["exec-env"] if "=" in item)
        plugin["env"] = [{"name": k, "value": v} for k, v in pairs.items()]
    entry["exec"] = plugin


def _auth_provider(flags, entry):
    if flags.changed("auth-provider"):
        entry["auth-provider"] = {"name": flags["auth-provider"], "config": None}
    if flags.changed("auth-provider-arg"):
        provider = dict(entry.get("auth-provider") or {"name": ""})
        provider["config"] = {**(provider.get("config") or {}), **dict(a.split("=", 1) for a in flags["auth-provider-arg"] if "=" in a)}
        entry["auth-provider"] = provider


def set_context(ctx, flags, args, config):
    name = _context_name(flags, args, config)
    old = config.find("contexts", name)
    entry = dict(old or {})
    _take(flags, entry, "cluster", "user", "namespace")
    edit.put(config, "contexts", name, entry)
    ctx.print(f'Context "{name}" {"created" if old is None else "modified"}.')


def _context_name(flags, args, config) -> str:
    if len(args) > 1:
        raise CommandError(f"Unexpected args: [{' '.join(args)}]")
    if args and args[0] and flags["current"]:
        raise CommandError("you cannot specify both a context name and --current")
    if not flags["current"]:
        if not args or not args[0]:
            raise CommandError("you must specify a non-empty context name or --current")
        return args[0]
    if not config.merged.get("current-context"):
        raise CommandError("no current context is set")
    return config.merged["current-context"]


def use_context(ctx, flags, args, config):
    if config.find("contexts", args[0]) is None:
        raise CommandError(f'no context exists with the name: "{args[0]}"')
    edit.set_current(config, args[0])
    ctx.print(f'Switched to context "{args[0]}".')


def rename_context(ctx, flags, args, config):
    old, new = args
    path = edit.default_file(config)
    entry = config.find("contexts", old)
    if entry is None:
        raise CommandError(f'cannot rename the context "{old}", it\'s not in {path}')
    if config.find("contexts", new) is not None:
        raise CommandError(f'cannot rename the context "{old}", the context "{new}" already exists in {path}')
    edit.remove(config, "contexts", old)
    edit.put(config, "contexts", new, entry)
    if config.merged.get("current-context") == old:
        edit.set_current(config, new)
    ctx.print(f'Context "{old}" renamed to "{new}".')


def _delete(kind: str, word: str):
    def action(ctx, flags, args, config):
        path = edit.default_file(config)
        if config.find(kind, args[0]) is None:
            raise CommandError(f"cannot delete {word} {args[0]}, not in {path}")
        if kind == "contexts" and config.merged.get("current-context") == args[0]:
            ctx.error('warning: this removed your active context, use "kubectl config use-context" to select a different one\n')
        edit.remove(config, kind, args[0])
        ctx.print(f"deleted {word} {args[0]} from {path}")
    return action


# command -> (action, how many arguments it takes)
COMMANDS = {
    "config set-cluster": (set_cluster, 1),
    "config set-credentials": (set_credentials, 1),
    "config set-context": (set_context, 1),
    "config use-context": (use_context, 1),
    "config rename-context": (rename_context, 2),
    "config delete-cluster": (_delete("clusters", "cluster"), 1),
    "config delete-context": (_delete("contexts", "context"), 1),
    "config delete-user": (_delete("users", "user"), 1),
}
