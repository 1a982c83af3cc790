"""PodTopologySpread: matching pods are spread evenly over the values of a topology label. Mirrors the plug-in of that name."""
from __future__ import annotations

import math

from kubectl_lite.api import placement
from kubectl_lite.machinery import labels
from kubectl_lite.scheduler.framework import MAX_SCORE, SKIP, hopeless, rejected

NAME = "PodTopologySpread"
REASON = "node(s) didn't match pod topology spread constraints"
MISSING_LABEL = REASON + " (missing required label)"
HOSTNAME, ZONE = "kubernetes.io/hostname", "topology.kubernetes.io/zone"
# What pods of a service or a workload without constraints of their own get (the system defaults).
DEFAULTS = (("ScheduleAnyway", HOSTNAME, 3), ("ScheduleAnyway", ZONE, 5))
HARD, SOFT = "DoNotSchedule", "ScheduleAnyway"


class Constraint:
    """One topology spread constraint of a pod."""
    __slots__ = ("key", "max_skew", "min_domains", "selector", "affinity_policy", "taints_policy")

    def __init__(self, raw, own):
        self.key, self.max_skew, self.min_domains = raw["topologyKey"], raw["maxSkew"], raw.get("minDomains") or 1
        selector = labels.from_object(raw.get("labelSelector"))
        extra = [labels.Requirement(k, labels.IN, (own[k],)) for k in raw.get("matchLabelKeys") or () if k in own]
        self.selector = labels.Selector((*selector.requirements, *extra), selector.nothing)
        self.affinity_policy, self.taints_policy = raw.get("nodeAffinityPolicy", "Honor"), raw.get("nodeTaintsPolicy", "Ignore")

    def counts_node(self, pod, node) -> bool:
        """Whether the node's pods count: as the pod's affinity and tolerations have it, where the policies honour those."""
        if self.affinity_policy == "Honor" and not placement.fits_affinity(pod, node):
            return False
        effects = (placement.NO_SCHEDULE, placement.NO_EXECUTE)
        return self.taints_policy != "Honor" or not placement.untolerated(node["spec"].get("taints"), pod["spec"].get("tolerations"), effects)

    def counts(self, pod, other) -> bool:
        """Whether another pod counts: in the namespace, selected, and not on its way out."""
        meta = other["metadata"]
        return (meta["namespace"] == pod["metadata"]["namespace"] and not meta.get("deletionTimestamp")
                and self.selector.matches(meta.get("labels")))


def _constraints(pod, when):
    own = pod["metadata"].get("labels") or {}
    return [Constraint(raw, own) for raw in pod["spec"].get("topologySpreadConstraints") or () if raw["whenUnsatisfiable"] == when]


def pre_filter(cycle):
    """Count the matching pods of every domain."""
    constraints = _constraints(cycle.pod, HARD)
    cycle.state[NAME] = [(c, _domains(cycle, c, constraints)) for c in constraints]
    return None if constraints else SKIP


def _domains(cycle, constraint, constraints):
    """{label value: matching pods} over the nodes that count: those with every constraint's label."""
    counts: dict[str, int] = {}
    for info in cycle.snapshot.nodes():
        if any(c.key not in info.labels for c in constraints) or not constraint.counts_node(cycle.pod, info.node):
            continue
        value = info.labels[constraint.key]
        counts[value] = counts.get(value, 0) + sum(constraint.counts(cycle.pod, other) for other in info.pods)
    return counts


def filter(cycle, info):
    for constraint, counts in cycle.state[NAME]:
        value = info.labels.get(constraint.key)
        if value is None:
            return hopeless(MISSING_LABEL)
        lowest = min(counts.values(), default=0) if len(counts) >= constraint.min_domains else 0
        itself = constraint.selector.matches(cycle.pod["metadata"].get("labels"))
        if counts.get(value, 0) + itself - lowest > constraint.max_skew:
            return rejected(REASON)
    return None


def pre_score(cycle, infos):
    """The constraints that count in the score, the system defaults where the pod has none, with what they count."""
    soft, is_default = _constraints(cycle.pod, SOFT), False
    if not cycle.pod["spec"].get("topologySpreadConstraints"):
        soft, is_default = _default_constraints(cycle), True
    if not soft:
        return SKIP
    ignored = set() if is_default else {i.name for i in infos if any(c.key not in i.labels for c in soft)}
    counted = [i for i in infos if i.name not in ignored]
    rows = []
    for constraint in soft:
        domains = {i.labels[constraint.key] for i in counted if constraint.key in i.labels}
        size = len(counted) if constraint.key == HOSTNAME else len(domains)
        rows.append((constraint, _score_counts(cycle, constraint, soft, domains, is_default), math.log(size + 2)))
    cycle.state[NAME + "/score"] = rows, ignored
    return None


def _score_counts(cycle, constraint, soft, domains, is_default):
    counts = dict.fromkeys(domains, 0)
    for info in cycle.snapshot.nodes():
        if not is_default and any(c.key not in info.labels for c in soft):
            continue
        value = info.labels.get(constraint.key)
        if value in counts and constraint.counts_node(cycle.pod, info.node):
            counts[value] += sum(constraint.counts(cycle.pod, other) for other in info.pods)
    return counts


def _default_constraints(cycle):
    """The system defaults, for the selector of the services and the workload that the pod belongs to; none where it belongs to nothing."""
    selector = _selector_of_owners(cycle)
    if selector is None:
        return []
    return [Constraint({"topologyKey": key, "maxSkew": skew, "labelSelector": selector}, {}) for _, key, skew in DEFAULTS]


def _selector_of_owners(cycle):
    meta = cycle.pod["metadata"]
    own, wanted, expressions = meta.get("labels") or {}, {}, []
    for service in cycle.cache.list("services", meta["namespace"]):
        chosen = service["spec"].get("selector")
        if chosen and all(own.get(k) == v for k, v in chosen.items()):
            wanted.update(chosen)
    owner = next((r for r in meta.get("ownerReferences") or () if r.get("controller")), None)
    found = owner and owner["kind"] in OWNERS and cycle.cache.get(OWNERS[owner["kind"]], meta["namespace"], owner["name"])
    if found:
        selector = found["spec"].get("selector") or {}
        selector = selector if owner["kind"] != "ReplicationController" else {"matchLabels": selector}
        wanted.update(selector.get("matchLabels") or {})
        expressions += selector.get("matchExpressions") or []
    return {"matchLabels": wanted, "matchExpressions": expressions} if wanted or expressions else None


OWNERS = {"ReplicaSet": "replicasets.apps", "StatefulSet": "statefulsets.apps", "ReplicationController": "replicationcontrollers"}


def score(cycle, info):
    rows, ignored = cycle.state[NAME + "/score"]
    if info.name in ignored:
        return 0
    total = 0.0
    for constraint, counts, weight in rows:
        value = info.labels.get(constraint.key)
        if value is not None:
            total += counts.get(value, 0) * weight + (constraint.max_skew - 1)
    return round(total)


def normalize(cycle, scores):
    """The fewer matching pods, the higher; nodes without the labels get nothing."""
    ignored = cycle.state[NAME + "/score"][1]
    counted = {name: s for name, s in scores.items() if name not in ignored}
    low, high = min(counted.values(), default=0), max(counted.values(), default=0)
    return {name: 0 if name in ignored else MAX_SCORE if high == 0 else MAX_SCORE * (high + low - s) // high for name, s in scores.items()}
