"""The AdmissionRequest of a write: what webhooks are sent and policies see as `request`; and the variables of expressions."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.authz.attributes import Attributes as Question
from kubectl_lite.machinery.cel.library.authorization import Question as Authorizer
from kubectl_lite.machinery.wire import UserInfo
from kubectl_lite.apiserver.virtual.self_subject_reviews import user_info


def of(attributes) -> dict:
    """The fields that policies and webhooks share (without objects and uid)."""
    resource = attributes.resource
    kind = {"group": resource.group, "version": resource.version, "kind": resource.kind}
    plural = {"group": resource.group, "version": resource.version, "resource": resource.name}
    return {
        "kind": kind, "resource": plural, "subResource": attributes.subresource, "requestKind": kind, "requestResource": plural,
        "requestSubResource": attributes.subresource, "name": attributes.name, "namespace": attributes.namespace, "operation": attributes.operation,
        "userInfo": user_info(attributes.user), "dryRun": attributes.dry_run, "options": None,
    }


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
