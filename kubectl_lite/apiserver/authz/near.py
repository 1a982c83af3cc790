"""Near: which RBAC rules came near to allowing a refused request, and what they lacked. For --trace only; decides nothing."""
from __future__ import annotations

from kubectl_lite.apiserver.authz import rbac

MOST = 5
PREFIX = "RBAC: allowed by "


def explain(server, attributes) -> list[str]:
    """One line for each of the nearest rules, nearest first; else which roles the user has; and where else the request would be allowed."""
    if "RBAC" not in server.settings.authorization:
        return []
    rules = [(rule, source.removeprefix(PREFIX)) for rule, source in rbac.rules_for(server, attributes.user, attributes.namespace)]
    found = [(len(missing), f"{source}: {', '.join(missing)}") for rule, source in rules if (missing := _missing(rule, attributes)) and _is_near(rule, attributes)]
    fewest = min((count for count, _ in found), default=0)
    near = [text for count, text in found if count == fewest][:MOST]
    return (near or [_nothing(attributes, rules)]) + _elsewhere(server, attributes)


def _is_near(rule, attributes):
    """Whether a rule is about the same thing at all: only its verb, its names or its API group are others."""
    if not attributes.is_resource:
        return bool(rule.get("nonResourceURLs")) and rbac.allows({**rule, "verbs": ["*"]}, attributes)
    return rbac.resource_matches(rule.get("resources") or (), attributes.resource, attributes.subresource) or _same_resource(rule, attributes)


def _same_resource(rule, attributes):
    """A rule about the resource itself or another of its subresources."""
    return any(name.partition("/")[0] == attributes.resource for name in rule.get("resources") or ())


def _nothing(attributes, rules):
    who = f'user "{attributes.user.name}"'
    if not rules:
        return f"no role is bound to {who} or its groups here"
    bound = list(dict.fromkeys(source for _, source in rules))
    more = f" and {len(bound) - MOST} more" if len(bound) > MOST else ""
    what = f'resource "{attributes.resource}"' if attributes.is_resource else f"path {attributes.path}"
    return f"none of the {len(rules)} rules that {who} has here is about {what}: {'; '.join(bound[:MOST])}{more}"


def _elsewhere(server, attributes):
    """The namespaces in which a RoleBinding would allow the request."""
    if not attributes.namespace:
        return []
    found = []
    for binding in rbac.bindings_elsewhere(server, attributes.user, attributes.namespace):
        namespace = binding["metadata"]["namespace"]
        if any(rbac.allows(rule, attributes) for rule in rbac.role_rules(server, binding["roleRef"], namespace) or ()):
            found.append(f'RoleBinding "{binding["metadata"]["name"]}/{namespace}" of {binding["roleRef"]["kind"]} "{binding["roleRef"]["name"]}" '
                         f'would allow it in the namespace "{namespace}"')
    return found[:MOST]


def _missing(rule, attributes):
    """What a rule would have to say besides, in words."""
    texts = [] if _has(rule, "verbs", attributes.verb) else [f"verb {attributes.verb} is not in {_list(rule, 'verbs')}"]
    if not attributes.is_resource:
        return texts + ([] if rbac.allows({**rule, "verbs": ["*"]}, attributes) else [f"path {attributes.path} is not in {_list(rule, 'nonResourceURLs')}"])
    if not _has(rule, "apiGroups", attributes.group):
        texts.append(f'API group "{attributes.group}" is not in {_list(rule, "apiGroups")}')
    if not rbac.resource_matches(rule.get("resources") or (), attributes.resource, attributes.subresource):
        wanted = f"{attributes.resource}/{attributes.subresource}" if attributes.subresource else attributes.resource
        texts.append(f"resource {wanted} is not in {_list(rule, 'resources')}")
    if rule.get("resourceNames") and attributes.name not in rule["resourceNames"]:
        texts.append(f"name \"{attributes.name}\" is not in {_list(rule, 'resourceNames')}")
    return texts


def _has(rule, key, value):
    values = rule.get(key) or ()
    return "*" in values or value in values


def _list(rule, key):
    return "[" + ", ".join(value or '""' for value in rule.get(key) or ()) + "]"
