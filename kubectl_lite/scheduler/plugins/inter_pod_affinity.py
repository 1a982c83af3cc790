"""InterPodAffinity: pods that must, must not, or would rather (not) be near pods that match. Mirrors the plug-in of that name.

"Near" means: on a node with the same value of a topology label. What is forbidden holds both ways; what is asked for is asked of one pod only.
"""
from __future__ import annotations

from collections import Counter

from kubectl_lite.machinery import labels
from kubectl_lite.scheduler.framework import MAX_SCORE, SKIP, hopeless, rejected

NAME = "InterPodAffinity"
AFFINITY = "node(s) didn't match pod affinity rules"
ANTI_AFFINITY = "node(s) didn't match pod anti-affinity rules"
EXISTING = "node(s) didn't satisfy existing pods anti-affinity rules"
REQUIRED, PREFERRED = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
HARD_WEIGHT = 1  # what a required affinity of another pod adds to the score


class Term:
    """One PodAffinityTerm of a pod: which pods it means, and the topology label."""
    __slots__ = ("selector", "namespaces", "namespace_selector", "topology_key", "weight")

    def __init__(self, term, owner, weight=1):
        own = owner["metadata"].get("labels") or {}
        self.selector = labels.from_object(_with_label_keys(term, own))
        self.namespaces = set(term.get("namespaces") or ())
        self.namespace_selector = labels.from_object(term.get("namespaceSelector"))
        if not self.namespaces and term.get("namespaceSelector") is None:
            self.namespaces = {owner["metadata"]["namespace"]}
        self.topology_key, self.weight = term["topologyKey"], weight

    def matches(self, pod, cycle) -> bool:
        namespace = pod["metadata"]["namespace"]
        if namespace not in self.namespaces and not self.namespace_selector.matches(_namespace_labels(cycle, namespace)):
            return False
        return self.selector.matches(pod["metadata"].get("labels"))


def _with_label_keys(term, own):
    """The selector with the matchLabelKeys merged in; the API server does that for new pods."""
    selector = term.get("labelSelector")
    extra = [{"key": k, "operator": "In", "values": [own[k]]} for k in term.get("matchLabelKeys") or () if k in own]
    extra += [{"key": k, "operator": "NotIn", "values": [own[k]]} for k in term.get("mismatchLabelKeys") or () if k in own]
    if selector is None or not extra:
        return selector
    present = selector.get("matchExpressions") or []
    return {**selector, "matchExpressions": present + [e for e in extra if e not in present]}


def _namespace_labels(cycle, name):
    found = cycle.cache.get("namespaces", "", name)
    return (found or {}).get("metadata", {}).get("labels") or {}


def _terms(pod, kind, when):
    rules = ((pod["spec"].get("affinity") or {}).get(kind) or {}).get(when) or ()
    if when == PREFERRED:
        return [Term(rule["podAffinityTerm"], pod, rule["weight"]) for rule in rules]
    return [Term(rule, pod) for rule in rules]


def pre_filter(cycle):
    """Count, by (label, value), the pods that the pod's terms mean and those whose anti-affinity means the pod."""
    pod = cycle.pod
    affinity, anti = _terms(pod, "podAffinity", REQUIRED), _terms(pod, "podAntiAffinity", REQUIRED)
    near, far, existing = Counter(), Counter(), Counter()
    for info in cycle.snapshot.nodes():
        for other in info.pods:
            _count_existing(cycle, info, other, existing)
            if affinity and all(term.matches(other, cycle) for term in affinity):
                near.update((t.topology_key, info.labels[t.topology_key]) for t in affinity if t.topology_key in info.labels)
            far.update((t.topology_key, info.labels[t.topology_key]) for t in anti if t.topology_key in info.labels and t.matches(other, cycle))
    cycle.state[NAME] = affinity, anti, near, far, existing
    return None if affinity or anti or existing else SKIP


def _count_existing(cycle, info, other, existing):
    for term in _terms(other, "podAntiAffinity", REQUIRED):
        if term.topology_key in info.labels and term.matches(cycle.pod, cycle):
            existing[term.topology_key, info.labels[term.topology_key]] += 1


def filter(cycle, info):
    affinity, anti, near, far, existing = cycle.state[NAME]
    if not _satisfied(cycle, info, affinity, near):
        return hopeless(AFFINITY)
    if any(far[t.topology_key, info.labels[t.topology_key]] for t in anti if t.topology_key in info.labels):
        return rejected(ANTI_AFFINITY)
    if any(existing[key, value] for key, value in info.labels.items()):
        return rejected(EXISTING)
    return None


def _satisfied(cycle, info, affinity, near):
    """All terms find a pod near the node; the first pod of a group that means itself may go anywhere the label exists."""
    if any(term.topology_key not in info.labels for term in affinity):
        return False
    if all(near[t.topology_key, info.labels[t.topology_key]] for t in affinity):
        return True
    return not near and all(term.matches(cycle.pod, cycle) for term in affinity)


def pre_score(cycle, infos):
    """Sum the weights of preferences, the pod's and those of pods that mean it, by (label, value)."""
    pod, sums = cycle.pod, Counter()
    mine = _terms(pod, "podAffinity", PREFERRED), _terms(pod, "podAntiAffinity", PREFERRED)
    for info in cycle.snapshot.nodes():
        for other in info.pods:
            _weigh(cycle, info, other, mine[0], other, 1, sums)
            _weigh(cycle, info, other, mine[1], other, -1, sums)
            if other["spec"].get("affinity"):
                _weigh_others(cycle, info, other, sums)
    cycle.state[NAME + "/score"] = sums
    return None if sums else SKIP


def _weigh_others(cycle, info, other, sums):
    for kind, sign in (("podAffinity", 1), ("podAntiAffinity", -1)):
        _weigh(cycle, info, other, _terms(other, kind, PREFERRED), cycle.pod, sign, sums)
    _weigh(cycle, info, other, _terms(other, "podAffinity", REQUIRED), cycle.pod, HARD_WEIGHT, sums)


def _weigh(cycle, info, other, terms, meant, sign, sums):
    for term in terms:
        if term.topology_key in info.labels and term.matches(meant, cycle):
            sums[term.topology_key, info.labels[term.topology_key]] += sign * term.weight


def score(cycle, info):
    sums = cycle.state[NAME + "/score"]
    return sum(sums[key, value] for key, value in info.labels.items() if (key, value) in sums)


def normalize(cycle, scores):
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 0)
    return {name: int(MAX_SCORE * (score - low) / (high - low)) for name, score in scores.items()}
