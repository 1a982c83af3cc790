"""NodeAffinity: nodeSelector and required node affinity; preferred affinity counts in the score."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.scheduler.framework import SKIP, default_normalize, hopeless

NAME = "NodeAffinity"
REASON = "node(s) didn't match Pod's node affinity/selector"
CONFLICT = "pod affinity terms conflict"


def pre_filter(cycle):
    """Affinity to nodes by name narrows the search to those."""
    required = placement.required_node_selector(cycle.pod)
    if required is None:
        return SKIP if not cycle.pod["spec"].get("nodeSelector") else None
    names: set = set()
    for term in required.get("nodeSelectorTerms") or ():
        named = _named(term)
        if named is None:
            return None
        names |= named
    return names if names else hopeless(CONFLICT)


def _named(term):
    """The node names that a term's fields allow; None when it does not restrict them."""
    allowed = None
    for field in term.get("matchFields") or ():
        if field["key"] == "metadata.name" and field["operator"] == "In":
            values = set(field.get("values") or ())
            allowed = values if allowed is None else allowed & values
    return allowed


def filter(cycle, info):
    return None if placement.fits_affinity(cycle.pod, info.node) else hopeless(REASON)


def _preferred(cycle):
    return placement.node_affinity(cycle.pod).get("preferredDuringSchedulingIgnoredDuringExecution") or ()


def pre_score(cycle, infos):
    return None if _preferred(cycle) else SKIP


def score(cycle, info):
    return sum(p["weight"] for p in _preferred(cycle) if p["weight"] and placement.term_matches(p["preference"], info.node))


def normalize(cycle, scores):
    return default_normalize(scores)
