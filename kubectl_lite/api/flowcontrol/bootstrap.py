"""The flow schemas and priority levels of a new cluster. Mirrors apiserver/pkg/apis/flowcontrol/bootstrap."""
from __future__ import annotations

API_VERSION = "flowcontrol.apiserver.k8s.io/v1"
ANNOTATIONS = {"apf.kubernetes.io/autoupdate-spec": "true"}
ALL = ["*"]

# name: (nominal concurrency shares, lendable percent, (queues, hand size, length of a queue) or None to reject at once)
LIMITED = {
    "catch-all": (5, 0, None),
    "global-default": (20, 50, (128, 6, 50)),
    "leader-election": (10, 0, (16, 4, 50)),
    "node-high": (40, 25, (64, 6, 50)),
    "system": (30, 33, (64, 6, 50)),
    "workload-high": (40, 50, (128, 6, 50)),
    "workload-low": (100, 90, (128, 6, 50)),
}
EVERYBODY = (("Group", "system:unauthenticated"), ("Group", "system:authenticated"))
NODES = (("Group", "system:nodes"),)
MANAGER, SCHEDULER = ("User", "system:kube-controller-manager"), ("User", "system:kube-scheduler")
SYSTEM_ACCOUNTS = ("ServiceAccount", "*")
USE = ["get", "create", "update"]

EVERYTHING = {"resourceRules": [{"verbs": ALL, "apiGroups": ALL, "resources": ALL, "clusterScope": True, "namespaces": ALL}],
              "nonResourceRules": [{"verbs": ALL, "nonResourceURLs": ALL}]}


def _on(group, resources, verbs=USE, **scope):
    return {"verbs": verbs, "apiGroups": [group], "resources": resources, **scope, "namespaces": ALL}


LEASES = _on("coordination.k8s.io", ["leases"])
# (name, priority level, matching precedence, distinguisher, subjects, rules)
SCHEMAS = (
    ("exempt", "exempt", 1, None, (("Group", "system:masters"),), EVERYTHING),
    ("probes", "exempt", 2, None, EVERYBODY, {"nonResourceRules": [{"verbs": ["get"], "nonResourceURLs": ["/healthz", "/readyz", "/livez"]}]}),
    ("system-leader-election", "leader-election", 100, "ByUser", (MANAGER, SCHEDULER, SYSTEM_ACCOUNTS), {"resourceRules": [LEASES]}),
    ("endpoint-controller", "workload-high", 150, "ByUser",
     (MANAGER, ("ServiceAccount", "endpoint-controller"), ("ServiceAccount", "endpointslicemirroring-controller")),
     {"resourceRules": [_on("", ["endpoints"])]}),
    ("workload-leader-election", "leader-election", 200, "ByUser", (SYSTEM_ACCOUNTS,),
     {"resourceRules": [_on("", ["endpoints", "configmaps"]), LEASES]}),
    ("system-node-high", "node-high", 400, "ByUser", NODES,
     {"resourceRules": [_on("", ["nodes", "nodes/status"], ALL, clusterScope=True), _on("coordination.k8s.io", ["leases"], ALL)]}),
    ("system-nodes", "system", 500, "ByUser", NODES, EVERYTHING),
    ("kube-controller-manager", "workload-high", 800, "ByNamespace", (MANAGER,), EVERYTHING),
    ("kube-scheduler", "workload-high", 800, "ByNamespace", (SCHEDULER,), EVERYTHING),
    ("kube-system-service-accounts", "workload-high", 900, "ByNamespace", (SYSTEM_ACCOUNTS,), EVERYTHING),
    ("service-accounts", "workload-low", 9000, "ByUser", (("Group", "system:serviceaccounts"),), EVERYTHING),
    ("global-default", "global-default", 9900, "ByUser", EVERYBODY, EVERYTHING),
    ("catch-all", "catch-all", 10000, "ByUser", EVERYBODY, EVERYTHING),
)


MANDATORY = ("exempt", "catch-all")  # of either kind: these are as they are


def mandatory(kind: str, name: str, default) -> dict | None:
    """The spec, with its defaults, that the object of a kind and name must have; None where it is free."""
    if name not in MANDATORY:
        return None
    found = next(obj for obj in objects() if obj["kind"] == kind and obj["metadata"]["name"] == name)
    default(found)
    return found["spec"]


def objects() -> list[dict]:
    """The levels first, so that no schema ever refers to one that is missing."""
    return [_level("exempt", {"type": "Exempt"}), *(_level(name, _limited(*row)) for name, row in LIMITED.items()),
            *(_schema(*row) for row in SCHEMAS)]


def _level(name, spec):
    return {"apiVersion": API_VERSION, "kind": "PriorityLevelConfiguration", "metadata": {"name": name, "annotations": dict(ANNOTATIONS)}, "spec": spec}


def _limited(shares, lendable, queuing):
    response = {"type": "Reject"}
    if queuing:
        response = {"type": "Queue", "queuing": dict(zip(("queues", "handSize", "queueLengthLimit"), queuing))}
    return {"type": "Limited", "limited": {"nominalConcurrencyShares": shares, "lendablePercent": lendable, "limitResponse": response}}


def _schema(name, level, precedence, distinguisher, subjects, rules):
    spec = {"priorityLevelConfiguration": {"name": level}, "matchingPrecedence": precedence,
            "rules": [{"subjects": [_subject(*subject) for subject in subjects], **rules}]}
    if distinguisher:
        spec["distinguisherMethod"] = {"type": distinguisher}
    return {"apiVersion": API_VERSION, "kind": "FlowSchema", "metadata": {"name": name, "annotations": dict(ANNOTATIONS)}, "spec": spec}


def _subject(kind, name):
    if kind == "ServiceAccount":
        return {"kind": kind, "serviceAccount": {"name": name, "namespace": "kube-system"}}
    return {"kind": kind, kind.lower(): {"name": name}}
