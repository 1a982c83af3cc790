"""Who makes the requests of a command: --token, --as…, else the kubeconfig's user, else the local administrator. Makes the Client."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError

ADMIN, MASTERS = "kubernetes-admin", "system:masters"
AGENT = "kubectl/v1.36.0"


def client(ctx):
    """The Client for the chosen user on the directory in force."""
    from kubectl_lite.client import Client
    return Client(ctx.cluster.transport(user(ctx), headers(ctx), ctx.warn), AGENT)


def user(ctx):
    """The local UserInfo, or None when a token speaks for the user."""
    if token(ctx):
        return None
    from kubectl_lite.machinery.wire import UserInfo
    return certificate_user(ctx) or UserInfo(ADMIN, (MASTERS,))


def token(ctx) -> str:
    entry = ctx.kubeconfig.user
    return ctx.flags["token"] or entry.get("token") or _token_file(entry) or ""


def _token_file(entry: dict) -> str:
    path = entry.get("tokenFile")
    if not path:
        return ""
    with open(path, encoding="utf-8") as f:
        return f.read().strip()


def certificate_user(ctx):
    """The user a kubeconfig's client certificate names (subject CN and O), or None."""
    return None


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
    return out


def _put(out: dict, name: str, value) -> None:
    if value:
        out[name] = value


def _extra(items: list[str]) -> dict:
    extra: dict = {}
    for item in items:
        key, equals, value = item.partition("=")
        if not equals:
            raise CommandError(f"invalid argument {item!r} for --as-user-extra: expected key=value")
        extra.setdefault(key, []).append(value)
    return extra
