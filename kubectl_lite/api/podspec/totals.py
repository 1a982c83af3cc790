"""What a pod's containers ask for together, and its quality of service. Mirrors component-helpers/resource and core/helper/qos."""
from __future__ import annotations

from kubectl_lite.api.podspec.walk import is_restartable
from kubectl_lite.machinery import quantity


def aggregate(spec: dict, part: str) -> dict:
    """The sum of `part` ("requests" or "limits") over all containers, as {resource: Quantity}; init containers count by their peak."""
    total: dict = {}
    for container in spec.get("containers") or ():
        _add(total, _amounts(container, part))
    sidecars: dict = {}
    peak: dict = {}
    for container in spec.get("initContainers") or ():
        amounts = _amounts(container, part)
        if is_restartable(container):
            _add(total, amounts)
            _add(sidecars, amounts)
            _raise(peak, sidecars)
        else:
            both = dict(amounts)
            _add(both, sidecars)
            _raise(peak, both)
    _raise(total, peak)
    return total


def of_pod(spec: dict, part: str) -> dict:
    """What the pod asks for: the sum of its containers, and in its stead what it states itself."""
    return {**aggregate(spec, part), **_amounts(spec, part)}


def with_overhead(spec: dict, part: str) -> dict:
    """What the pod asks for with the overhead of its runtime; an overhead makes no limit where there is none."""
    total = of_pod(spec, part)
    for name, text in (spec.get("overhead") or {}).items():
        if part == "requests" or name in total:
            _add(total, {name: quantity.parse(text)})
    return total


def _amounts(container, part):
    return {name: quantity.parse(text) for name, text in ((container.get("resources") or {}).get(part) or {}).items()}


def _add(total, amounts):
    for name, amount in amounts.items():
        total[name] = total[name] + amount if name in total else amount


def _raise(total, amounts):
    for name, amount in amounts.items():
        if name not in total or amount > total[name]:
            total[name] = amount


COMPUTE = ("cpu", "memory")


def qos_class(spec: dict) -> str:
    """ComputePodQOS: Guaranteed, Burstable or BestEffort."""
    if (spec.get("resources") or {}).get("requests") or (spec.get("resources") or {}).get("limits"):
        holders = [spec]
    else:
        holders = [*(spec.get("containers") or ()), *(spec.get("initContainers") or ())]
    requests, limits, guaranteed = {}, {}, True
    for holder in holders:
        resources = holder.get("resources") or {}
        _add(requests, _compute(resources.get("requests")))
        mine = _compute(resources.get("limits"))
        _add(limits, mine)
        guaranteed = guaranteed and len(mine) == len(COMPUTE)
    if not requests and not limits:
        return "BestEffort"
    if guaranteed and requests == limits:
        return "Guaranteed"
    return "Burstable"


def _compute(values):
    return {name: amount for name in COMPUTE if values and name in values and (amount := quantity.parse(values[name])).nanos > 0}
