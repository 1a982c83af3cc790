"""The AdmissionRequest of a write: what webhooks are sent and policies see as `request`; and the variables of expressions."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.authz.attributes import Attributes as Question
from kubectl_lite.machinery.cel.library.authorization import Question as Authorizer
from kubectl_lite.machinery.wire import UserInfo
from kubectl_lite.apiserver.virtual.self_subject_reviews import user_info


OPTIONS = "meta.k8s.io/v1"


def of(attributes, original=None) -> dict:
    """The fields that policies and webhooks share (without objects and uid). `original` are the attributes as they were requested, where those are others."""
    original = original or attributes
    return {
        **_what("kind", "resource", "subResource", attributes), **_what("requestKind", "requestResource", "requestSubResource", original),
        "name": attributes.name, "namespace": attributes.namespace, "operation": attributes.operation,
        "userInfo": user_info(attributes.user), "dryRun": attributes.dry_run, "options": options(attributes),
    }


def _what(kind, resource, subresource, attributes):
    row = attributes.resource
    group, _, version = ((attributes.obj or {}).get("apiVersion") or row.api_version).rpartition("/")
    return {kind: {"group": group, "version": version, "kind": (attributes.obj or {}).get("kind") or row.kind},
            resource: {"group": row.group, "version": row.version, "resource": row.name}, subresource: attributes.subresource}


def options(attributes) -> dict | None:
    """The options of a write as an object, None for CONNECT, which has none."""
    request = attributes.scope.request
    if attributes.operation == "CONNECT":
        return None
    if attributes.operation == "DELETE":
        return _delete_options(attributes)
    kind = "PatchOptions" if request.method == "PATCH" else {"CREATE": "CreateOptions", "UPDATE": "UpdateOptions"}[attributes.operation]
    found = {"kind": kind, "apiVersion": OPTIONS}
    if attributes.dry_run:
        found["dryRun"] = ["All"]
    if request.query.get("force"):
        found["force"] = request.flag("force")
    for name in ("fieldManager", "fieldValidation"):
        if request.param(name):
            found[name] = request.param(name)
    return found


def _delete_options(attributes):
    given, found = attributes.options, {"kind": "DeleteOptions", "apiVersion": OPTIONS}
    if given is None:
        return found
    preconditions = {key: value for key, value in (("uid", given.uid), ("resourceVersion", given.resource_version)) if value}
    rows = (("gracePeriodSeconds", given.grace), ("preconditions", preconditions or None), ("orphanDependents", given.orphan),
            ("propagationPolicy", given.propagation), ("dryRun", ["All"] if attributes.dry_run else None))
    return {**found, **{key: value for key, value in rows if value is not None}}


def variables(attributes, params=None) -> dict:
    """What expressions may refer to, each made when it is asked for."""
    question = Authorizer(lambda parts: _decide(attributes, parts))
    return {
        "object": attributes.obj, "oldObject": attributes.old, "request": of(attributes), "params": params,
        "namespaceObject": lambda: _namespace(attributes), "authorizer": question,
        "authorizer.requestResource": question.with_(group=attributes.group, resource=attributes.resource.name, subresource=attributes.subresource,
                                                     namespace=attributes.namespace, name=attributes.name),
    }


def _namespace(attributes):
    if not attributes.namespace or not attributes.resource.namespaced:
        return None
    return attributes.objects.find(resources.find("", "v1", "namespaces"), "", attributes.namespace)


def _decide(attributes, parts):
    user = attributes.user
    if "service_account" in parts:
        namespace, name = parts["service_account"]
        user = UserInfo(f"system:serviceaccount:{namespace}:{name}", ("system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated"))
    if "path" in parts:
        return authz.decide(attributes.server, Question(user, parts["verb"], path=parts["path"]))
    return authz.decide(attributes.server, Question(user, parts["verb"], parts.get("group", ""), "*", parts.get("resource", ""), parts.get("subresource", ""),
                                                    parts.get("namespace", ""), parts.get("name", "")))
