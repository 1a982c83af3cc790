"""Authorisation: the authorisers in their configured order; the first that allows or denies decides, nobody's word is a refusal."""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.apiserver.authz.attributes import Attributes, of_request, refusal
from kubectl_lite.apiserver.tracing import silent
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.field import go_quote

MASTERS = "system:masters"

# mode -> module of this package with authorize(server, attributes) -> (True | False | None, reason[, problem])
# and rules_of(server, user, namespace) -> (rules, whether there may be more, problem)
AUTHORIZERS = {"RBAC": "rbac", "Node": "node", "AlwaysAllow": "always_allow", "AlwaysDeny": "always_deny", "ABAC": "abac", "Webhook": "webhook"}


def authorize(server, user, info, trace=silent, audit=None) -> None:
    """Forbidden unless the user may make this request. A trace is told which rule allowed it, or which came near; `audit` is a Record or None."""
    if MASTERS in user.groups:
        trace("authorization", f"allowed: the group {MASTERS} may do everything")
        _note(audit, True, "")
        return
    attributes = of_request(user, info)
    allowed, reason, problem = ask(server, attributes)
    _note(audit, None if problem and not allowed else bool(allowed), "internal error" if problem and not allowed else reason)
    if allowed:
        trace("authorization", "allowed" + (f": {reason}" if reason else ""))
        return
    if trace is not silent:
        from kubectl_lite.apiserver.authz import near
        trace("authorization", f"refused: {problem or refusal(attributes)}", near.explain(server, attributes))
    raise failed(info, problem) if problem else forbidden(attributes, reason)


def _note(audit, allowed, reason):
    if audit is not None:
        audit.decided(allowed, reason)


def require(server, attributes: Attributes) -> None:
    """Forbidden unless the question is answered with yes."""
    allowed, reason = decide(server, attributes)
    if not allowed:
        raise forbidden(attributes, reason)


def failed(info, problem: str):
    """The error of a request that nobody allowed because an authoriser failed: a text to which clients add what they wanted."""
    method = {"create": "post", "update": "put", "patch": "patch", "delete": "delete", "deletecollection": "delete"}.get(info.verb, "get")
    resource = info.resource + (f".{info.group}" if info.group else "")
    wanted = f" ({' '.join(filter(None, (method, resource, info.name)))})" if resource else ""
    text = go_quote(f"Internal Server Error: {go_quote(info.path)}: {problem}")
    return errors.ApiError(errors.status(500, "InternalError", f"an error on the server ({text}) has prevented the request from succeeding{wanted}"))


def forbidden(attributes: Attributes, reason: str):
    """The Forbidden of a refused question."""
    why = refusal(attributes) + (f": {reason}" if reason else "")
    if not attributes.is_resource:
        return errors.forbidden("", "", why)
    resource = attributes.resource + (f".{attributes.group}" if attributes.group else "")
    return errors.forbidden(resource, attributes.name, why)


def decide(server, attributes: Attributes) -> tuple[bool, str]:
    """(allowed, why)."""
    return ask(server, attributes)[:2]


def ask(server, attributes: Attributes) -> tuple[bool, str, str]:
    """(allowed, why, what went wrong on the way)."""
    verdict, reason, problem = judge(server, attributes)
    return verdict is True, reason, problem


def judge(server, attributes: Attributes) -> tuple:
    """(True, False when an authoriser denies it or None when nobody says a word, why, what went wrong on the way).

    system:masters may do everything, before any authoriser is asked.
    """
    if MASTERS in attributes.user.groups:
        return True, "", ""
    reasons, problems = [], []
    for mode in server.settings.authorization:
        allowed, reason, *problem = _authorizer(mode).authorize(server, attributes)
        problems += problem
        if allowed is not None:
            return allowed, reason, together(problem)
        if reason:
            reasons.append(reason)
    return None, "\n".join(reasons), together(problems)


def rules(server, user, namespace: str) -> tuple:
    """(RBAC rules, whether there may be more, what went wrong): all that the authorisers let a user do in a namespace, as far as they can list it."""
    found, incomplete, problems = [], False, []
    for mode in server.settings.authorization:
        some, more, problem = _authorizer(mode).rules_of(server, user, namespace)
        found, incomplete = [*found, *some], incomplete or more
        problems += [problem] if problem else []
    return found, incomplete, together(problems)


def _authorizer(mode):
    return import_module(f"kubectl_lite.apiserver.authz.{AUTHORIZERS[mode]}")


def together(problems: list[str]) -> str:
    """Errors as Go's aggregate says them: each once, several in brackets."""
    problems = list(dict.fromkeys(problems))
    return problems[0] if len(problems) == 1 else f"[{', '.join(problems)}]" if problems else ""
