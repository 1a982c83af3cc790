"""Health endpoints: each named check is really made: the store answers, the bootstrap objects are there."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import errors


def _ping(_server):
    return ""


def _etcd(server):
    server.store.revision()
    return ""


def _bootstrap_roles(server):
    roles = resources.find("rbac.authorization.k8s.io", "v1", "clusterroles")
    return "" if server.objects.find(roles, "", "cluster-admin") else "bootstrap roles are missing"


# (name, check): a check returns "" or what is wrong
CHECKS = (
    ("ping", _ping),
    ("etcd", _etcd),
    ("poststarthook/rbac/bootstrap-roles", _bootstrap_roles),
)


def report(server, endpoint: str, which: list[str], request) -> str | None:
    """The text of /healthz, /livez or /readyz (or one check below it); an internal error when something is wrong."""
    wanted = "/".join(which)
    checks = [c for c in CHECKS if not wanted or c[0] == wanted]
    if not checks:
        return None
    results = [(name, check(server)) for name, check in checks]
    failed = [name for name, problem in results if problem]
    lines = [f"[+]{name} ok" if not problem else f"[-]{name} failed: {problem}" for name, problem in results]
    if failed:
        raise errors.internal("\n".join([*lines, f"{endpoint} check failed"]))
    if request.query.get("verbose") is not None and not wanted:
        return "\n".join([*lines, f"{endpoint} check passed"]) + "\n"
    return "ok"
