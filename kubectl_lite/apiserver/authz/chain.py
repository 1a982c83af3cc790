"""Authorisation: the authorisers in their configured order; the first that allows or denies decides, nobody's word is a refusal."""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.apiserver.authz.attributes import Attributes, of_request, refusal
from kubectl_lite.apiserver.tracing import silent
from kubectl_lite.machinery import errors

MASTERS = "system:masters"

# mode -> module of this package with authorize(server, attributes) -> (True | False | None, reason)
AUTHORIZERS = {"RBAC": "rbac", "Node": "node", "AlwaysAllow": "always_allow", "AlwaysDeny": "always_deny", "ABAC": "abac", "Webhook": "webhook"}


def authorize(server, user, info, trace=silent) -> None:
    """Forbidden unless the user may make this request. A trace is told which rule allowed it, or which came near."""
    if MASTERS not in user.groups or trace is not silent:
        verdict(server, user, info, trace)


def verdict(server, user, info, trace=silent) -> tuple[bool, str]:
    """(True, why a request is allowed); Forbidden when it is not."""
    if MASTERS in user.groups:
        trace("authorization", f"allowed: the group {MASTERS} may do everything")
        return True, ""
    attributes = of_request(user, info)
    allowed, reason = decide(server, attributes)
    if allowed:
        trace("authorization", "allowed" + (f": {reason}" if reason else ""))
        return True, reason
    if trace is not silent:
        from kubectl_lite.apiserver.authz import near
        trace("authorization", f"refused: {refusal(attributes)}", near.explain(server, attributes))
    raise forbidden(attributes, reason)


def require(server, attributes: Attributes) -> None:
    """Forbidden unless the question is answered with yes."""
    allowed, reason = decide(server, attributes)
    if not allowed:
        raise forbidden(attributes, reason)


def forbidden(attributes: Attributes, reason: str):
    """The Forbidden of a refused question."""
    why = refusal(attributes) + (f": {reason}" if reason else "")
    if not attributes.is_resource:
        return errors.forbidden("", "", why)
    resource = attributes.resource + (f".{attributes.group}" if attributes.group else "")
    return errors.forbidden(resource, attributes.name, why)


def decide(server, attributes: Attributes) -> tuple[bool, str]:
    """(allowed, why). system:masters may do everything, before any authoriser is asked."""
    if MASTERS in attributes.user.groups:
        return True, ""
    reasons = []
    for mode in server.settings.authorization:
        allowed, reason = import_module(f"kubectl_lite.apiserver.authz.{AUTHORIZERS[mode]}").authorize(server, attributes)
        if allowed is not None:
            return allowed, reason
        if reason:
            reasons.append(reason)
    return False, "\n".join(reasons)
