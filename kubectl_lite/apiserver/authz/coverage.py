"""Coverage: which of some RBAC rules another set of rules does not contain. Pure; mirrors component-helpers/auth/rbac/validation.

Rules are PolicyRules as on the wire. A rule is broken into rules of one verb and one resource (or path), of which each must be covered by one.
"""
from __future__ import annotations

from kubectl_lite.machinery.field import go_quote

ALL = "*"
# what a rule's text shows, in order
PARTS = (("APIGroups", "apiGroups"), ("Resources", "resources"), ("NonResourceURLs", "nonResourceURLs"), ("ResourceNames", "resourceNames"), ("Verbs", "verbs"))


def missing(held: list[dict], wanted: list[dict]) -> list[dict]:
    """The single rights of `wanted` that no rule of `held` covers."""
    return [right for rule in wanted for right in rights(rule) if not any(covers(owner, right) for owner in held)]


def rights(rule: dict) -> list[dict]:
    """A rule broken into rules of one group, resource, verb and name, or of one path and verb (BreakdownRule)."""
    verbs, named = rule.get("verbs") or [], [{"resourceNames": [name]} for name in rule.get("resourceNames") or ()] or [{}]
    single = [{"apiGroups": [group], "resources": [resource], "verbs": [verb], **name}
              for group in rule.get("apiGroups") or () for resource in rule.get("resources") or () for verb in verbs for name in named]
    return single + [{"nonResourceURLs": [url], "verbs": [verb]} for url in rule.get("nonResourceURLs") or () for verb in verbs]


def covers(owner: dict, right: dict) -> bool:
    """Whether one rule contains a single right (ruleCovers)."""
    return (_has_all(owner, right, "verbs") and _has_all(owner, right, "apiGroups") and _covers_resources(owner, right)
            and _covers_urls(owner, right) and _covers_names(owner, right))


def _has_all(owner, right, key):
    held = owner.get(key) or ()
    return ALL in held or all(value in held for value in right.get(key) or ())


def _covers_resources(owner, right):
    held = owner.get("resources") or ()
    return ALL in held or all(name in held or "/" in name and f"*/{name.partition('/')[2]}" in held for name in right.get("resources") or ())


def _covers_urls(owner, right):
    held = owner.get("nonResourceURLs") or ()
    return all(any(url == have or have.endswith(ALL) and url.startswith(have.rstrip(ALL)) for have in held) for url in right.get("nonResourceURLs") or ())


def _covers_names(owner, right):
    held = owner.get("resourceNames") or ()
    return not held or bool(right.get("resourceNames")) and all(name in held for name in right["resourceNames"])


def compact(rules: list[dict]) -> list[dict]:
    """Rules of one and the same resource (and name) joined, with all their verbs (CompactRules)."""
    others, simple = [], {}
    for rule in rules:
        if not _is_simple(rule):
            others.append(rule)
            continue
        key = (rule["apiGroups"][0], rule["resources"][0], tuple(rule.get("resourceNames") or ()))
        known = simple.setdefault(key, {**rule, "verbs": []})
        known["verbs"] += [verb for verb in rule["verbs"] if verb not in known["verbs"]]
    return others + list(simple.values())


def _is_simple(rule):
    return (len(rule.get("apiGroups") or ()) == 1 and len(rule.get("resources") or ()) == 1 and len(rule.get("resourceNames") or ()) <= 1
            and not rule.get("nonResourceURLs"))


def text(rule: dict) -> str:
    """A rule as refusals show it (CompactString)."""
    return "{" + ", ".join(f"{name}:{strings(rule[key])}" for name, key in PARTS if rule.get(key)) + "}"


def strings(values) -> str:
    """A list of strings as Go's %q prints it."""
    return "[" + " ".join(go_quote(value) for value in values) + "]"
