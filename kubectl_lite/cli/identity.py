"""Who makes the requests of a command: --token, --as…, else the kubeconfig's user, else the local administrator. Makes the Client."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


def client(ctx):
    """The Client for the chosen user on the directory in force."""
    return ctx.cluster.client(user_agent="kubectl/v1.36.0", headers=headers(ctx), on_warning=ctx.warn)


def token(ctx) -> str:
    """The bearer token in force, or ""."""
    entry = ctx.kubeconfig.user
    return ctx.flags.inherited("token") or entry.get("token") or _token_file(entry)


def _token_file(entry: dict) -> str:
    path = entry.get("tokenFile")
    if not path:
        return ""
    with open(path, encoding="utf-8") as f:
        return f.read().strip()


def headers(ctx) -> dict:
    """Authorization and Impersonate-* headers of every request."""
    out: dict = {}
    if token(ctx):
        out["authorization"] = f"Bearer {token(ctx)}"
    entry = ctx.kubeconfig.user
    _put(out, "impersonate-user", ctx.flags["as"] or entry.get("as"))
    _put(out, "impersonate-group", ctx.flags["as-group"] or entry.get("as-groups"))
    _put(out, "impersonate-uid", ctx.flags["as-uid"] or entry.get("as-uid"))
    for key, values in _extra(ctx.flags["as-user-extra"]).items():
        out[f"impersonate-extra-{key.lower()}"] = values
    if "impersonate-user" not in out and any(name.startswith("impersonate-") for name in out):
        raise CommandError(f"requesting uid, groups or user-extra for {ctx.kubeconfig.user_name} without impersonating a user")
    return out


def _put(out: dict, name: str, value) -> None:
    if value:
        out[name] = value


def _extra(items: list[str]) -> dict:
    extra: dict = {}
    for item in items:
        key, equals, value = item.partition("=")
        if not equals:
            raise CommandError(f'invalid argument "{item}" for --as-user-extra: expected key=value')
        extra.setdefault(key, []).append(value)
    return extra
