"""Who makes the requests of a command: --token, --as…, else the kubeconfig's user, else the local administrator. Makes the Client."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


AGENT = "kubectl/v1.36.0"


def client(ctx):
    """The Client for the chosen user on the directory in force; CommandError where flags name what the kubeconfig does not have."""
    ctx.kubeconfig.cluster
    server = ctx.flags.inherited("server")
    if server:
        from kubectl_lite.cli import network
        if network.is_address(server):
            network.refuse(ctx, server)
    made = ctx.cluster.client(certificate(ctx), user_agent="kubectl/v1.36.0", headers=headers(ctx), on_warning=ctx.warn)
    made.mapper = ctx.cluster.client().mapper  # kubectl's discovery cache is the host's, whoever filled it
    made.mapper.on_warning = ctx.warn
    return made


def token(ctx) -> str:
    """The bearer token in force, or ""."""
    entry = ctx.kubeconfig.user
    return ctx.flags.inherited("token") or entry.get("token") or _token_file(entry)


def certificate(ctx):
    """The client certificate in force, or None: of the flags, else of the kubeconfig's user (unless his cluster is one of the network).

    CommandError where the certificate's key is missing or another one: the server only sees certificates whose key the caller holds.
    """
    entry, flags, name = ctx.kubeconfig.user, ctx.flags, ctx.kubeconfig.user_name
    flag = flags.inherited("client-certificate")
    if not flag and (not (entry.get("client-certificate") or entry.get("client-certificate-data")) or token(ctx)):
        return None
    entry = {**entry, "client-certificate": flag, "client-certificate-data": None} if flag else entry
    if flags.inherited("client-key"):
        entry = {**entry, "client-key": flags.inherited("client-key"), "client-key-data": None}
    if not entry.get("client-key") and not entry.get("client-key-data"):
        raise CommandError(f"invalid configuration: client-key-data or client-key must be specified for {name} to use the clientCert authentication method.")
    return _checked(_pem(entry, "client-certificate", name), _pem(entry, "client-key", name))


def _checked(pem: str, key: str):
    from kubectl_lite.machinery import pki
    from kubectl_lite.machinery.wire import ClientCertificate
    try:
        fits = pki.key_fits(pem, key)
    except (ValueError, TypeError):
        raise CommandError("tls: failed to find any PEM data in certificate input") from None
    if not fits:
        raise CommandError("tls: private key does not match public key")
    return ClientCertificate(pem)


def _pem(entry: dict, what: str, name: str) -> str:
    data, path = entry.get(f"{what}-data"), entry.get(what)
    if data:
        from base64 import b64decode
        return b64decode(data).decode("utf-8", "replace")
    try:
        with open(path, encoding="utf-8") as f:
            return f.read()
    except OSError as e:
        short = what.replace("client-certificate", "client-cert")
        raise CommandError(f"invalid configuration: unable to read {short} {path} for {name} due to open {path}: {(e.strerror or str(e)).lower()}") from None


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
