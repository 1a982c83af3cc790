"""Webhook: another server is asked with a SubjectAccessReview over HTTPS. Mirrors apiserver/plugin/pkg/authorizer/webhook.

Settings: `authorization_webhook`: the server (see outbound/remote.py) and `failurePolicy` (NoOpinion or Deny), `matchConditions`,
`authorizedTTLSeconds`, `unauthorizedTTLSeconds`.
"""
from __future__ import annotations

from kubectl_lite.apiserver.outbound import remote
from kubectl_lite.machinery import cel

API_VERSION = "authorization.k8s.io/v1"
AUTHORIZED_SECONDS, UNAUTHORIZED_SECONDS = 300, 30
RESOURCE_FIELDS = ("namespace", "verb", "group", "version", "resource", "subresource", "name")
BOTH = "webhook subject access review returned both allow and deny response"


def authorize(server, attributes) -> tuple:
    """(True, why), (False, why) when the webhook denies, (None, why) when it has no opinion; with the problem as a third part when there is one."""
    config = server.settings.authorization_webhook or {}
    on_error = False if config.get("failurePolicy") == "Deny" else None
    body = review(attributes)
    try:
        if not _concerns(config.get("matchConditions") or (), body["spec"]):
            return None, ""
        status = remote.status(server, config, body, lambda found: _seconds(config, found))
    except (remote.CallFailed, cel.CompileError, cel.EvaluationError) as e:
        return on_error, "", str(e)
    reason = status.get("reason", "")
    if status.get("denied"):
        return (False, reason, BOTH) if status.get("allowed") else (False, reason)
    return (True if status.get("allowed") else None), reason


def rules_of(_server, _user, _namespace):
    return [], True, "webhook authorizer does not support user rule resolution"


def _seconds(config, status):
    if status.get("allowed"):
        return config.get("authorizedTTLSeconds", AUTHORIZED_SECONDS)
    return config.get("unauthorizedTTLSeconds", UNAUTHORIZED_SECONDS)


def review(attributes) -> dict:
    """The SubjectAccessReview of an access question."""
    user = attributes.user
    spec = {"user": user.name, "groups": list(user.groups)}
    if user.uid:
        spec["uid"] = user.uid
    if user.extra:
        spec["extra"] = {key: list(values) for key, values in user.extra.items()}
    if attributes.is_resource:
        spec["resourceAttributes"] = {key: getattr(attributes, key) for key in RESOURCE_FIELDS if getattr(attributes, key)}
    else:
        spec["nonResourceAttributes"] = {"path": attributes.path, "verb": attributes.verb}
    return {"apiVersion": API_VERSION, "kind": "SubjectAccessReview", "metadata": {}, "spec": spec}


def _concerns(conditions, spec):
    """Whether every match condition holds; one that is false counts more than one that cannot be evaluated."""
    problem, request = None, None
    for condition in conditions:
        request = request or _request(spec)
        try:
            if cel.compile(condition["expression"], cel.Env({"request": _dynamic()})).evaluate({"request": request}) is not True:
                return False
        except (cel.CompileError, cel.EvaluationError) as e:
            problem = e
    if problem is not None:
        raise problem
    return True


def _dynamic():
    from kubectl_lite.machinery.cel import types
    return types.DYN


def _request(spec):
    """The spec with every field of its parts, as expressions see it."""
    seen = {"uid": "", "extra": {}, **spec}
    if "resourceAttributes" in spec:
        seen["resourceAttributes"] = {**dict.fromkeys(RESOURCE_FIELDS, ""), **spec["resourceAttributes"]}
    return seen
