"""`config set-cluster|set-credentials|set-context|use-context|rename-context|delete-…`: changes of whole entries."""
from __future__ import annotations

import os

from kubectl_lite.cli import kubeconfig, kubeconfigedit as edit, pairs
from kubectl_lite.cli.errors import CommandError, UsageError
from kubectl_lite.cli.verbs.config import authinfo


def run(ctx, flags, args):
    action, count = COMMANDS[flags.path]
    if count is not None and len(args) != count:
        return wrong_arguments(ctx, flags, args)
    return action(ctx, flags, args, kubeconfig.for_change(ctx))


def wrong_arguments(ctx, flags, args):
    """The help on stdout, then the complaint (some commands word it otherwise, or make none)."""
    if flags.path == "config delete-user":
        raise UsageError(flags.path, "user to delete is required")
    from kubectl_lite.cli import help
    help.show(ctx, flags.path)
    if flags.path not in ("config delete-cluster", "config delete-context"):
        first = "unexpected" if flags.path == "config set-credentials" else "Unexpected"
        raise CommandError(f"{first} args: [{' '.join(args)}]")


def set_cluster(ctx, flags, args, config):
    if not args[0]:
        raise CommandError("you must specify a non-empty cluster name")
    if flags["insecure-skip-tls-verify"] and flags["certificate-authority"]:
        raise CommandError("you cannot specify a certificate authority and insecure mode at the same time")
    _check_embedding(flags, "certificate-authority")
    entry = dict(config.find("clusters", args[0]) or {})
    if flags.changed("server"):
        entry["server"] = flags["server"]
        entry.pop("tls-server-name", None)
    _take(flags, entry, "tls-server-name", "proxy-url")
    entry["insecure-skip-tls-verify"] = flags["insecure-skip-tls-verify"]
    if flags["insecure-skip-tls-verify"]:
        entry.pop("certificate-authority", None), entry.pop("certificate-authority-data", None)
    _file(flags, entry, "certificate-authority")
    edit.put(config, "clusters", args[0], entry)
    ctx.print(f'Cluster "{args[0]}" set.')


def set_credentials(ctx, flags, args, config):
    provider, environment = (_pairs(ctx, flags, name) for name in ("auth-provider-arg", "exec-env"))
    _check_credentials(flags, args[0])
    entry = dict(config.find("users", args[0]) or {})
    _file(flags, entry, "client-certificate")
    _file(flags, entry, "client-key")
    _take(flags, entry, "token", "username", "password")
    authinfo.set_provider(flags, entry, *provider)
    authinfo.set_exec(flags, entry, *environment)
    if flags["token"]:
        entry.pop("username", None), entry.pop("password", None)
    elif flags["username"] or flags["password"]:
        entry.pop("token", None)
    edit.put(config, "users", args[0], entry)
    ctx.print(f'User "{args[0]}" set.')


def _pairs(ctx, flags, name) -> tuple[dict, list]:
    try:
        return pairs.parse(flags[name], name)
    except CommandError:
        from kubectl_lite.cli import help
        help.show(ctx, flags.path)
        raise


def _check_credentials(flags, name):
    if not name:
        raise CommandError("you must specify a non-empty user name")
    methods = [text for text, used in (("--token", flags["token"]), ("--username/--password", flags["username"] or flags["password"])) if used]
    if len(methods) > 1:
        raise CommandError(f"you cannot specify more than one authentication method at the same time: {', '.join(methods)}")
    _check_embedding(flags, "client-certificate", "client-key")


def _check_embedding(flags, *names):
    """--embed-certs wants one of the files named, and those that are must be there."""
    given = [name for name in names if flags[name]]
    if flags["embed-certs"] and not given:
        raise CommandError(f"you must specify a {' or '.join('--' + name for name in names)} to embed")
    for name in given:
        if flags["embed-certs"] and not os.path.exists(flags[name]):
            raise CommandError(f"could not stat {name} file {flags[name]}: stat {flags[name]}: no such file or directory")


def _take(flags, entry, *names):
    for name in names:
        if flags.changed(name):
            entry[name] = flags[name]


def _file(flags, entry, name) -> None:
    """A file named by a flag: its path, or with --embed-certs its content."""
    if not flags.changed(name):
        return
    entry.pop(name, None), entry.pop(f"{name}-data", None)
    if not flags["embed-certs"]:
        entry[name] = os.path.abspath(flags[name])
        return
    import base64
    with open(flags[name], "rb") as f:
        entry[f"{name}-data"] = base64.b64encode(f.read()).decode()


def set_context(ctx, flags, args, config):
    if len(args) > 1:
        return wrong_arguments(ctx, flags, args)
    name = _context_name(flags, args, config)
    old = config.find("contexts", name)
    entry = dict(old or {})
    _take(flags, entry, "cluster", "user", "namespace")
    edit.put(config, "contexts", name, entry)
    ctx.print(f'Context "{name}" {"created" if old is None else "modified"}.')


def _context_name(flags, args, config) -> str:
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


# command -> (action, how many arguments it takes, None where it looks itself)
COMMANDS = {
    "config set-cluster": (set_cluster, 1),
    "config set-credentials": (set_credentials, 1),
    "config set-context": (set_context, None),
    "config use-context": (use_context, 1),
    "config rename-context": (rename_context, 2),
    "config delete-cluster": (_delete("clusters", "cluster"), 1),
    "config delete-context": (_delete("contexts", "context"), 1),
    "config delete-user": (_delete("users", "user"), 1),
}
