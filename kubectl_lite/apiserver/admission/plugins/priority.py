"""Priority: a pod's priority number and preemption policy come from its priority class, or from the global default."""
from __future__ import annotations

from kubectl_lite.api import resources

RESOURCES = (("", "pods"), ("scheduling.k8s.io", "priorityclasses"))

SYSTEM_PREFIX = "system-"


def admit(attributes) -> None:
    """Resolve the priority of new pods."""
    if attributes.is_("", "pods") and attributes.operation in ("CREATE", "UPDATE"):
        _resolve(attributes)


def validate(attributes) -> None:
    """Only one priority class may be the global default."""
    if not attributes.is_("scheduling.k8s.io", "priorityclasses") or attributes.operation not in ("CREATE", "UPDATE"):
        return
    if not attributes.obj.get("globalDefault"):
        return
    default = _default(attributes)
    if default and default["metadata"]["name"] != attributes.obj["metadata"]["name"]:
        raise attributes.forbidden(f"PriorityClass {default['metadata']['name']} is already marked as default. Only one default can exist")


def _resolve(attributes):
    spec = attributes.obj["spec"]
    if attributes.operation == "UPDATE":
        for key in ("priority", "preemptionPolicy"):
            if key not in spec and key in attributes.old["spec"]:
                spec[key] = attributes.old["spec"][key]
        return
    found = _named(attributes, spec["priorityClassName"]) if spec.get("priorityClassName") else _default(attributes)
    if found and not spec.get("priorityClassName"):
        spec["priorityClassName"] = found["metadata"]["name"]
    priority = found["value"] if found else 0
    policy = found.get("preemptionPolicy", "PreemptLowerPriority") if found else "PreemptLowerPriority"
    if spec.get("priority") is not None and spec["priority"] != priority:
        raise attributes.forbidden(f"the integer value of priority ({spec['priority']}) must not be provided in pod spec; "
                                   f"priority admission controller computed {priority} from the given PriorityClass name")
    if spec.get("preemptionPolicy") is not None and spec["preemptionPolicy"] != policy:
        raise attributes.forbidden(f"the string value of PreemptionPolicy ({spec['preemptionPolicy']}) must not be provided in pod spec; "
                                   f"priority admission controller computed {policy} from the given PriorityClass name")
    spec["priority"], spec["preemptionPolicy"] = priority, policy


def _classes():
    return resources.find("scheduling.k8s.io", "v1", "priorityclasses")


def _named(attributes, name):
    found = attributes.objects.find(_classes(), "", name)
    if found is None:
        raise attributes.forbidden(f"no PriorityClass with name {name} was found")
    return found


def _default(attributes):
    """The global default class; of several the one with the lowest value, as Kubernetes takes it."""
    defaults = [c for c in attributes.objects.standing(_classes()) if c.get("globalDefault")]
    return min(defaults, key=lambda c: c["value"], default=None)
