"""The paths that are no resources: discovery, version, health, OpenAPI."""
from __future__ import annotations

from kubectl_lite.apiserver import discovery
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.wire import RawJSON, Response

VERSION = {
    "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36", "minCompatibilityMajor": "1", "minCompatibilityMinor": "35",
    "gitVersion": "v1.36.0", "gitCommit": "", "gitTreeState": "clean", "buildDate": "", "goVersion": "", "compiler": "python", "platform": "linux/amd64",
}
HEALTH = ("healthz", "livez", "readyz")


def serve(server, request, user) -> Response:
    """Answer a GET of a path that is no resource; NotFound for unknown ones."""
    parts = [p for p in request.path.split("/") if p]
    body = _body(server, request, parts)
    if body is None:
        raise errors.path_not_found()
    if request.method not in ("GET", "HEAD"):
        raise errors.method_not_allowed()
    return Response(200, body)


def _body(server, request, parts):
    head = parts[0] if parts else ""
    if not parts:
        return RawJSON(paths=_paths(server))
    if head in ("api", "apis"):
        return _discovery(server, request, parts)
    if head == "version":
        return RawJSON(VERSION)
    if head in HEALTH:
        from kubectl_lite.apiserver import health
        return health.report(server, head, parts[1:], request)
    if request.path.strip("/") in ("openid/v1/jwks", ".well-known/openid-configuration"):
        from kubectl_lite.apiserver import openid
        return openid.jwks(server) if head == "openid" else openid.configuration(server)
    if head == "metrics" and len(parts) == 1:
        from kubectl_lite.apiserver import metrics
        return metrics.text(server)
    if head == "openapi":
        from kubectl_lite.apiserver import openapi
        return openapi.document(server, parts[1:])
    return None


def _discovery(server, request, parts):
    if len(parts) == 1:
        core = parts[0] == "api"
        if "as=APIGroupDiscoveryList" in request.headers.get("accept", ""):
            return discovery.aggregated(server, core)
        return discovery.core_versions() if core else discovery.group_list(server)
    if parts[0] == "api":
        return discovery.resource_list(server, "", parts[1]) if len(parts) == 2 else None
    if len(parts) == 2:
        return discovery.group(server, parts[1])
    return discovery.resource_list(server, parts[1], parts[2]) if len(parts) == 3 else None


def _paths(server):
    paths = ["/api", "/api/v1", "/apis"]
    for name, versions in discovery.all_groups(server):
        paths += [f"/apis/{name}", *(f"/apis/{name}/{v}" for v in versions)]
    return sorted(paths + ["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"])
