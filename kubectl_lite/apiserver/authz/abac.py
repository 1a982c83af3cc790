"""ABAC: a file of policies, one JSON object per line (abac.authorization.kubernetes.io/v1beta1). Mirrors pkg/auth/authorizer/abac."""
from __future__ import annotations

import json

API_VERSION, KIND = "abac.authorization.kubernetes.io/v1beta1", "Policy"
READ = ("get", "list", "watch")
UNVERSIONED = {"user", "group", "readonly", "resource", "namespace"}  # lines from before there were versions
AUTHENTICATED, UNAUTHENTICATED = "system:authenticated", "system:unauthenticated"

_read: dict = {}  # path -> policies; a server reads its file once


class BadPolicy(Exception):
    """The policy file cannot be used; the text names file and line."""

    clear = True


def authorize(server, attributes):
    """(True, "") when a line allows it; (None, why) otherwise."""
    if any(matches(policy, attributes) for policy in _policies(server)):
        return True, ""
    return None, "No policy matched."


def rules_of(server, user, namespace: str) -> tuple:
    """The lines for a user as rules."""
    found = []
    for spec in _policies(server):
        verbs = list(READ) if spec.get("readonly") else ["*"]
        if _subject(spec, user) and spec.get("namespace", "") in ("*", namespace):
            found.append({"verbs": verbs, "apiGroups": [spec.get("apiGroup", "")], "resources": [spec.get("resource", "")]})
        if _subject(spec, user) and spec.get("nonResourcePath"):
            found.append({"verbs": verbs, "nonResourceURLs": [spec["nonResourcePath"]]})
    return found, False, ""


def _policies(server):
    path = server.settings.policy_file
    if path not in _read:
        _read[path] = policies(path)
    return _read[path]


def policies(path: str) -> list[dict]:
    """The specs of a policy file; BadPolicy when it cannot be read."""
    if not path:
        raise BadPolicy("the authorization mode ABAC needs a policy file: name one as authorizationPolicyFile in the cluster's config")
    try:
        with open(path, encoding="utf-8") as f:
            return [_policy(path, i, line) for i, line in enumerate(f, 1) if line.strip() and not line.lstrip().startswith("#")]
    except OSError as e:
        raise BadPolicy(f"cannot read the policy file {path}: {e.strerror or e}") from None


def _policy(path, number, line):
    try:
        policy = json.loads(line)
        kind, spec = (policy.get("apiVersion"), policy.get("kind")), policy.get("spec")
    except (ValueError, AttributeError):
        raise BadPolicy(f"{path}:{number}: no JSON object") from None
    if kind == (None, None) and spec is None and policy and set(policy) <= UNVERSIONED:
        return _from_unversioned(policy)
    if kind != (API_VERSION, KIND) or not isinstance(spec, dict):
        raise BadPolicy(f'{path}:{number}: must be a {KIND} of {API_VERSION} with a spec')
    return spec


def _from_unversioned(policy):
    """A line of the oldest form as a spec: what it leaves out, it does not limit."""
    spec = {"apiGroup": "*", "namespace": "*", "resource": "*", **{key: value for key, value in policy.items() if value}}
    if not policy.get("user") and not policy.get("group"):
        spec["group"] = AUTHENTICATED
    if not policy.get("namespace") and not policy.get("resource"):
        spec["nonResourcePath"] = "*"
    return spec


def matches(spec: dict, attributes) -> bool:
    """Whether one policy allows a request."""
    return _subject(spec, attributes.user) and (attributes.verb in READ or not spec.get("readonly")) and _target(spec, attributes)


def _subject(spec, user):
    name, group = spec.get("user", ""), spec.get("group", "")
    if name == "*":
        name, group = "", group or AUTHENTICATED  # everybody who is known
    if group == "*":
        group = AUTHENTICATED
    if not name and not group:
        return False
    return (not name or name == user.name) and (not group or group in user.groups)


def _target(spec, attributes):
    if not attributes.is_resource:
        path = spec.get("nonResourcePath", "")
        return path in ("*", attributes.path) and bool(path) or path.endswith("*") and attributes.path.startswith(path[:-1])
    return all(spec.get(key, "") in ("*", value) for key, value in
               (("namespace", attributes.namespace), ("resource", attributes.resource), ("apiGroup", attributes.group)))
