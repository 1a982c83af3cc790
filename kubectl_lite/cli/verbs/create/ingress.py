"""`create ingress`: rules like `host/path*=service:port,tls=secret`."""
from __future__ import annotations

import re

from kubectl_lite.cli import generate
from kubectl_lite.cli.errors import CommandError

RULE = re.compile(r"^[a-zA-Z0-9.\-*_]*/.*=[a-zA-Z0-9.\-_]+:[a-zA-Z0-9.\-_]+(,tls(=[a-zA-Z0-9.\-_]+)?)?$")
FORMAT = "is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "ingresses", build, "failed to create ingress: ")


def build(ctx, flags, name):
    _check(flags)
    meta = {"name": name}
    annotations = _annotations(flags["annotation"])
    if annotations:
        meta["annotations"] = annotations
    return {"kind": "Ingress", "apiVersion": "networking.k8s.io/v1", "metadata": meta, "spec": _spec(flags), "status": {"loadBalancer": {}}}


def _check(flags):
    if not flags["default-backend"] and not flags["rule"]:
        raise CommandError("not enough information provided: every ingress has to either specify a default-backend "
                           "(which catches all traffic) or a list of rules (which catch specific paths)")
    for rule in flags["rule"]:
        if not RULE.match(rule):
            raise CommandError(f"rule {rule} {FORMAT}")
    for annotation in flags["annotation"]:
        if "=" not in annotation:
            raise CommandError(f"annotation {annotation} is invalid and should be in format key=[value]")
    if flags["default-backend"] and len(flags["default-backend"].split(":")) != 2:
        raise CommandError("default-backend should be in format servicename:serviceport")


def _annotations(items) -> dict:
    return dict(item.split("=", 1) for item in items)


def _spec(flags) -> dict:
    spec: dict = {}
    if flags["class"]:
        spec["ingressClassName"] = flags["class"]
    if flags["default-backend"]:
        spec["defaultBackend"] = backend(flags["default-backend"])
    tls = _tls(flags["rule"])
    if tls:
        spec["tls"] = tls
    if flags["rule"]:
        spec["rules"] = _rules(flags["rule"])
    return spec


def backend(text: str) -> dict:
    """`service:port`, the port a number or a name."""
    service, port = text.split(":")
    number = port.isdigit()
    return {"service": {"name": service, "port": {"number": int(port)} if number else {"name": port}}}


def _parts(rule: str) -> tuple[str, str, str, str | None]:
    """(host, path, backend text, TLS secret or None) of a rule; a secret may be left empty."""
    body, comma, tls = rule.partition(",tls")
    address, target = body.split("=", 1)
    host, _, path = address.partition("/")
    return host, "/" + path, target, tls.removeprefix("=") if comma else None


def _rules(texts) -> list[dict]:
    """One rule per host, in the order hosts first appear."""
    hosts: dict = {}
    for text in texts:
        host, path, target, _ = _parts(text)
        hosts.setdefault(host, []).append(_path(path, target))
    return [{**({"host": host} if host else {}), "http": {"paths": paths}} for host, paths in hosts.items()]


def _path(path: str, target: str) -> dict:
    prefix = path.endswith("*")
    return {"path": path[:-1] if prefix else path, "pathType": "Prefix" if prefix else "Exact", "backend": backend(target)}


def _tls(texts) -> list[dict]:
    """One entry per secret with the hosts that use it."""
    secrets: dict = {}
    for text in texts:
        host, _, _, secret = _parts(text)
        if secret is not None:
            hosts = secrets.setdefault(secret, [])
            if host and host not in hosts:
                hosts.append(host)
    return [{**({"hosts": hosts} if hosts else {}), **({"secretName": secret} if secret else {})} for secret, hosts in secrets.items() if hosts or secret]
