"""What a pod asks for in total: requests and limits over its containers, init containers, pod level and overhead (component-helpers/resource)."""
from __future__ import annotations

from kubectl_lite.machinery.quantity import Quantity, parse

POD_LEVEL = ("cpu", "memory")


def totals(pod: dict, key: str) -> dict[str, Quantity]:
    """`key` is "requests" or "limits"; resource names to amounts."""
    spec = pod.get("spec") or {}
    total: dict[str, Quantity] = {}
    for container in spec.get("containers") or ():
        _add(total, _amounts(container, key))
    _largest(total, _init(spec, key, total))
    _add_pod_level(total, spec, key)
    overhead = {name: parse(value) for name, value in (spec.get("overhead") or {}).items()}
    _add(total, overhead if key == "requests" else {name: value for name, value in overhead.items() if name in total})
    return total


def _init(spec: dict, key: str, total: dict) -> dict[str, Quantity]:
    """The most that init containers need at a time; sidecars also add to what runs later."""
    sidecars: dict[str, Quantity] = {}
    most: dict[str, Quantity] = {}
    for container in spec.get("initContainers") or ():
        amounts = _amounts(container, key)
        if container.get("restartPolicy") == "Always":
            _add(total, amounts)
            _add(sidecars, amounts)
            amounts = dict(sidecars)
        else:
            _add(amounts, sidecars)
        _largest(most, amounts)
    return most


def _add_pod_level(total: dict, spec: dict, key: str) -> None:
    for name, value in _amounts(spec, key).items():
        if name in POD_LEVEL or name.startswith("hugepages-"):
            total[name] = value


def _amounts(holder: dict, key: str) -> dict[str, Quantity]:
    return {name: parse(value) for name, value in ((holder.get("resources") or {}).get(key) or {}).items()}


def _add(total: dict, amounts: dict) -> None:
    for name, value in amounts.items():
        total[name] = total[name] + value if name in total else value


def _largest(total: dict, amounts: dict) -> None:
    for name, value in amounts.items():
        if name not in total or value > total[name]:
            total[name] = value
