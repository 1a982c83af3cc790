"""Where a pod may run: node selectors and affinity, taints and tolerations, resource requests. Pure matching over plain objects.

Shared by the scheduler and the daemon controller, and placed below both. Mirrors component-helpers' scheduling/corev1 and the resource helpers.
Amounts are whole numbers: thousandths of a CPU for `cpu`, bytes or pieces for everything else.
"""
from __future__ import annotations

from kubectl_lite.machinery import quantity

NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE = "NoSchedule", "PreferNoSchedule", "NoExecute"
POD_LEVEL = ("cpu", "memory")  # resources (and hugepages-*) that a pod may ask for as a whole

# Requirement operator -> does a value (None: no such label) satisfy it.
OPERATORS = {
    "In": lambda value, values: value is not None and value in values,
    "NotIn": lambda value, values: value not in values,
    "Exists": lambda value, values: value is not None,
    "DoesNotExist": lambda value, values: value is None,
    "Gt": lambda value, values: _compares(value, values, lambda a, b: a > b),
    "Lt": lambda value, values: _compares(value, values, lambda a, b: a < b),
}


def _compares(value, values, holds) -> bool:
    try:
        return value is not None and len(values) == 1 and holds(int(value), int(values[0]))
    except ValueError:
        return False


# --- node selectors ---

def term_matches(term: dict, node: dict) -> bool:
    """A NodeSelectorTerm: all of its expressions on labels and fields; an empty term matches nothing."""
    expressions, fields = term.get("matchExpressions") or (), term.get("matchFields") or ()
    if not expressions and not fields:
        return False
    labels = node["metadata"].get("labels") or {}
    named = {"metadata.name": node["metadata"]["name"]}
    return _all_hold(expressions, labels) and _all_hold(fields, named)


def _all_hold(requirements, values):
    return all(OPERATORS[r["operator"]](values.get(r["key"]), r.get("values") or ()) for r in requirements)


def selector_matches(selector: dict | None, node: dict) -> bool:
    """A NodeSelector: any of its terms."""
    return any(term_matches(term, node) for term in (selector or {}).get("nodeSelectorTerms") or ())


def node_affinity(pod: dict) -> dict:
    return (pod["spec"].get("affinity") or {}).get("nodeAffinity") or {}


def required_node_selector(pod: dict) -> dict | None:
    return node_affinity(pod).get("requiredDuringSchedulingIgnoredDuringExecution")


def fits_affinity(pod: dict, node: dict) -> bool:
    """The pod's nodeSelector and required node affinity (GetRequiredNodeAffinity)."""
    labels = node["metadata"].get("labels") or {}
    if any(labels.get(key) != value for key, value in (pod["spec"].get("nodeSelector") or {}).items()):
        return False
    required = required_node_selector(pod)
    return required is None or selector_matches(required, node)


# --- taints and tolerations ---

def tolerates(toleration: dict, taint: dict) -> bool:
    """One toleration against one taint (ToleratesTaint)."""
    if toleration.get("effect") and toleration["effect"] != taint["effect"]:
        return False
    if toleration.get("key") and toleration["key"] != taint["key"]:
        return False
    operator = toleration.get("operator") or "Equal"
    if operator == "Exists":
        return True
    if operator == "Equal":
        return bool(toleration.get("key")) and toleration.get("value", "") == taint.get("value", "")
    return operator in ("Gt", "Lt") and _exceeds(operator, toleration.get("value", ""), taint.get("value", ""))


def _exceeds(operator, wanted, value) -> bool:
    """Numeric tolerations: the taint's value is greater (or less) than the toleration's."""
    try:
        limit, number = int(wanted), int(value)
    except ValueError:
        return False
    return number > limit if operator == "Gt" else number < limit


def untolerated(taints, tolerations, effects) -> dict | None:
    """The first taint of these effects that nothing tolerates, or None."""
    for taint in taints or ():
        if taint["effect"] in effects and not any(tolerates(t, taint) for t in tolerations or ()):
            return taint
    return None


# --- resources ---

def amount(name: str, value) -> int:
    """A quantity of a resource as a whole number."""
    parsed = quantity.parse(value)
    return parsed.milli_value() if name == "cpu" else parsed.value()


def amounts(resources: dict | None) -> dict:
    """A ResourceList as whole numbers."""
    return {name: amount(name, value) for name, value in (resources or {}).items()}


def _added(total, more):
    for name, value in more.items():
        total[name] = total.get(name, 0) + value


def _raised(total, more):
    for name, value in more.items():
        total[name] = max(total.get(name, 0), value)


def container_requests(container: dict) -> dict:
    return amounts((container.get("resources") or {}).get("requests"))


def is_sidecar(container: dict) -> bool:
    """An init container that runs along with the others."""
    return container.get("restartPolicy") == "Always"


def aggregated(pod: dict, of) -> dict:
    """What the containers ask for together, init containers and sidecars counted as they run; `of(container)` gives whole numbers."""
    total: dict[str, int] = {}
    for container in pod["spec"].get("containers") or ():
        _added(total, of(container))
    sidecars, peak = {}, {}
    for container in pod["spec"].get("initContainers") or ():
        asked = dict(of(container))
        if is_sidecar(container):
            _added(total, asked)
            _added(sidecars, asked)
            asked = dict(sidecars)
        else:
            _added(asked, sidecars)
        _raised(peak, asked)
    _raised(total, peak)
    return total


def requests(pod: dict) -> dict:
    """What a node must have for the pod: containers, pod-level requests in their place, and the overhead."""
    total = aggregated(pod, container_requests)
    for name, value in amounts((pod["spec"].get("resources") or {}).get("requests")).items():
        if name in POD_LEVEL or name.startswith("hugepages-"):
            total[name] = value
    _added(total, amounts(pod["spec"].get("overhead")))
    return total


def nonzero_requests(pod: dict) -> dict:
    """The requests that scores count: a container without any is taken for 100m CPU and 200 MiB."""
    floor = {"cpu": 100, "memory": 200 * 1024 * 1024}

    def asked(container):
        return {**floor, **container_requests(container)}
    total = aggregated(pod, asked)
    for name, value in amounts((pod["spec"].get("resources") or {}).get("requests")).items():
        total[name] = value
    _added(total, amounts(pod["spec"].get("overhead")))
    return total


def host_ports(pod: dict) -> list[tuple[str, str, int]]:
    """(address, protocol, port) of every host port the pod takes; sidecars' ports count too."""
    spec = pod["spec"]
    containers = (spec.get("containers") or []) + [c for c in spec.get("initContainers") or () if is_sidecar(c)]
    return [(port.get("hostIP") or "0.0.0.0", port.get("protocol", "TCP"), port["hostPort"])
            for c in containers for port in c.get("ports") or () if port.get("hostPort")]


def ports_collide(one, other) -> bool:
    """Whether two (address, protocol, port) want the same port of a node."""
    anywhere = "0.0.0.0" in (one[0], other[0])
    return one[1:] == other[1:] and (anywhere or one[0] == other[0])
