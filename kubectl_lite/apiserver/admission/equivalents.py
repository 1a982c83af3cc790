"""Equivalents: the other versions and groups in which the same objects are served, and a write seen in one of them (matchPolicy Equivalent)."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.admission import matching
from kubectl_lite.apiserver.catalog import Catalog

EQUIVALENT = "Equivalent"


def matched(attributes, rules, policy: str):
    """The Resource by which a write matches one of the rules: its own, or with the policy Equivalent another form of it; None when none does."""
    if any(matching.rule_matches(attributes, rule) for rule in rules):
        return attributes.resource
    if policy == EQUIVALENT:
        others = _others(attributes)
        for rule in rules:  # earlier rules count first
            for row in others:
                if matching.rule_matches(attributes, rule, row):
                    return row
    return None


def constrained(attributes, constraints: dict):
    """The Resource by which a write matches matchConstraints or matchResources (MatchResources), or None."""
    if not matching.namespace_matches(attributes, constraints.get("namespaceSelector")) or not matching.object_matches(attributes, constraints.get("objectSelector")):
        return None
    policy = constraints.get("matchPolicy", EQUIVALENT)
    if matched(attributes, constraints.get("excludeResourceRules") or (), policy) is not None:
        return None
    rules = constraints.get("resourceRules") or ()
    return matched(attributes, rules, policy) if rules else attributes.resource


def _others(attributes):
    resource = attributes.resource
    if resource.crd is not None:
        return [row for row in Catalog(attributes.server).custom() if row.group == resource.group and row.name == resource.name and row.version != resource.version]
    return [row for row in resources.sharing(resource.storage_prefix) if row.api_version != resource.api_version]


def seen(attributes, row):
    """The attributes in the version of another row; the same attributes when it is their own."""
    if row is attributes.resource:
        return attributes
    return Seen(attributes, row)


class Seen:
    """Attributes whose resource and objects are in another version. Everything else is asked of the original."""

    def __init__(self, attributes, row):
        self._original, self.resource = attributes, row
        own = (attributes.resource.api_version, attributes.resource.kind)
        self.obj, self.old = (converted(attributes, obj, row) if obj and (obj.get("apiVersion"), obj.get("kind")) == own else obj
                              for obj in (attributes.obj, attributes.old))

    def __getattr__(self, name):
        return getattr(self._original, name)


def converted(attributes, obj: dict, row) -> dict:
    """An object in the version of a row of the same kind."""
    if row.crd is not None:
        from kubectl_lite.apiserver.crd import conversion
        return conversion.convert(row.crd, obj, row.api_version, attributes.objects)
    from kubectl_lite.api import conversion
    return conversion.convert(obj, row.api_version)
