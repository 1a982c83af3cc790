"""The way of a request, in reading order: parse, authenticate, impersonate, authorise, then the verb of a resource or an endpoint.

Owns the order only. Each stage is a module of its own; each can report what it did (that is --trace).
"""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.api.kinds import strategy
from kubectl_lite.apiserver import deprecation, negotiation, requestinfo, tracing
from kubectl_lite.apiserver.authn import chain as authn
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.catalog import Catalog
from kubectl_lite.apiserver.scope import Scope
from kubectl_lite.apiserver.tracing import silent
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Response

# verb -> module of apiserver.verbs with `run(scope) -> Response`, imported on first use
VERBS = {
    "get": "get", "list": "list", "watch": "watch", "create": "create", "update": "update",
    "patch": "patch", "delete": "delete", "deletecollection": "deletecollection",
}
_verbs: dict = {}

NAMED = ("get", "update", "patch", "delete")  # verbs of one object; the others are of a collection


def handle(server, request) -> Response:
    """Answer a request; refusals become a Response with the Status."""
    try:
        return _serve(server, request)
    except ApiError as e:
        if server.settings.trace:
            tracing.failed(server.settings.trace, e)
        return Response(e.code, e.status, warnings=getattr(e, "warnings", ()))


def _serve(server, request):
    info, log = requestinfo.parse(request), server.settings.audit
    trace = tracing.begun(server.settings.trace, request, info) if server.settings.trace else silent
    if log is None:
        return _admit(server, request, info, _caller(server, request, trace), trace)
    from kubectl_lite.apiserver import audit
    try:
        caller = _caller(server, request, trace)
    except ApiError:
        audit.unknown(log, server.env, request, info)
        raise
    record = audit.Record(log, server.env, request, info, caller)
    return record.follow(request, lambda: _admit(server, request, info, caller, trace, record))


def _caller(server, request, trace):
    """Who has sent the request."""
    if trace is silent:
        return authn.authenticate(server, request)
    caller = tracing.refusable(trace, "authentication", lambda: authn.authenticate(server, request))
    trace("authentication", tracing.who(caller))
    return caller


def _admit(server, request, info, caller, trace, audit=None):
    """The way of a request whose sender is known."""
    user = tracing.refusable(trace, "impersonation", lambda: authn.impersonate(server, request, caller))
    if user is not caller:
        if trace is not silent:
            trace("impersonation", tracing.who(user))
        if audit is not None:
            audit.impersonating(user)
    authz.authorize(server, user, info, trace, audit)
    return _answer(server, request, info, user, trace, audit)


def _answer(server, request, info, user, trace, audit=None):
    if not info.is_resource or not info.resource:
        from kubectl_lite.apiserver import endpoints
        return endpoints.serve(server, request, user)
    return _serve_resource(server, request, info, user, trace, audit)


def _serve_resource(server, request, info, user, trace, audit):
    resource = Catalog(server).find(info.group, info.version, info.resource)
    if resource is None:
        raise errors.path_not_found()
    scope = Scope(server, request, info, resource, _rules(resource), user, trace, audit)
    if deprecation.warning(resource):
        scope.warn(deprecation.warning(resource))
        scope.annotate("k8s.io/deprecated", "true")
    try:
        return _finish(scope, _run(scope))
    except ApiError as e:
        e.warnings = scope.warnings
        raise


def _rules(resource):
    """The strategy of a kind, built in or custom."""
    if resource.crd is None:
        return strategy(resource.group, resource.kind)
    from kubectl_lite.apiserver.crd import strategy as custom
    return custom.strategy(resource)


def _run(scope):
    info, resource = scope.info, scope.resource
    if scope.request.headers.get("accept"):
        negotiation.form(scope)  # what cannot be answered is not done
    if scope.request.body:
        from kubectl_lite.apiserver import decoding
        decoding.check_size(scope.request.body)
    if resource.crd is not None:
        from kubectl_lite.apiserver.crd import serving
        serving.check_request(scope)
    if resource.namespaced != bool(info.namespace) and not _across_namespaces(info, resource):
        raise errors.path_not_found() if info.name or not resource.namespaced or info.namespace else errors.method_not_allowed()
    if info.subresource:
        from kubectl_lite.apiserver import subresources
        return subresources.run(scope)
    if info.verb not in resource.verbs or bool(info.name) is not (info.verb in NAMED) and info.verb != "watch":
        raise errors.method_not_allowed()
    if not resource.storage_prefix:
        from kubectl_lite.apiserver import virtual
        return virtual.run(scope)
    return _module(VERBS[info.verb]).run(scope)


def _across_namespaces(info, resource):
    """Lists and watches of all namespaces, and the namespaces themselves (whose requests carry their own name as namespace)."""
    if resource.namespaced:
        return info.verb in ("list", "watch") or not info.name and info.verb == "create"
    return info.resource == "namespaces" and info.namespace == info.name


def _module(name):
    module = _verbs.get(name)
    if module is None:
        module = _verbs[name] = import_module(f"kubectl_lite.apiserver.verbs.{name}")
    return module


def _finish(scope, response):
    response.warnings = scope.warnings
    if scope.tracing:
        tracing.answered(scope, response)
    return response
