"""Near: which RBAC rules came near to allowing a refused request, and what they lacked. For --trace only; decides nothing."""
from __future__ import annotations

from kubectl_lite.apiserver.authz import rbac

MOST = 5


def explain(server, attributes) -> list[str]:
    """One line for each of the nearest rules, nearest first; or that the user has none."""
    if "RBAC" not in server.settings.authorization:
        return []
    found = []
    for rule, source in rbac.rules_for(server, attributes.user, attributes.namespace):
        missing = _missing(rule, attributes)
        found.append((len(missing), f"{source.removeprefix('RBAC: allowed by ')}: {', '.join(missing)}"))
    found.sort(key=lambda row: row[0])
    near = [text for count, text in found if count == found[0][0]][:MOST]
    return near or [f'no role is bound to user "{attributes.user.name}" or its groups here']


def _missing(rule, attributes):
    """What a rule would have to say besides, in words."""
    texts = [] if _has(rule, "verbs", attributes.verb) else [f"verb {attributes.verb} is not in {rule.get('verbs')}"]
    if not attributes.is_resource:
        return texts + [f"path {attributes.path} is not in {rule.get('nonResourceURLs') or []}"]
    if not _has(rule, "apiGroups", attributes.group):
        texts.append(f'API group "{attributes.group}" is not in {rule.get("apiGroups") or []}')
    if not rbac.resource_matches(rule.get("resources") or (), attributes.resource, attributes.subresource):
        texts.append(f"resource {attributes.resource} is not in {rule.get('resources') or []}")
    if rule.get("resourceNames") and attributes.name not in rule["resourceNames"]:
        texts.append(f"name {attributes.name!r} is not in {rule['resourceNames']}")
    return texts


def _has(rule, key, value):
    values = rule.get(key) or ()
    return "*" in values or value in values
