"""PriorityClass: a number that never changes."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import errors, field

POLICIES = ("PreemptLowerPriority", "Never")
HIGHEST = 1000000000
SYSTEM = {"system-node-critical": 2000001000, "system-cluster-critical": 2000000000}
HAS_GENERATION = True


def bumps_generation(obj, old):
    """It is set once."""
    return False


def check_delete(name: str) -> None:
    """The classes of the system stay, unless the whole collection goes."""
    if name in SYSTEM:
        raise errors.forbidden("priorityclasses.scheduling.k8s.io", name, "this is a system priority class and cannot be deleted")


def default(obj):
    if obj.get("preemptionPolicy") is None:
        obj["preemptionPolicy"] = "PreemptLowerPriority"


def validate(obj):
    name, value = obj["metadata"].get("name", ""), obj.get("value") or 0
    problems = []
    if name.startswith("system-"):
        why = _system_problem(obj, name, value)
        if why:
            problems.append(field.forbidden("metadata.name", f"priority class names with 'system-' prefix are reserved for system use only. error: {why}"))
    elif value > HIGHEST:
        problems.append(field.forbidden("value", f"maximum allowed value of a user defined priority is {HIGHEST}"))
    return problems + text.optional_choice(obj.get("preemptionPolicy"), POLICIES, "preemptionPolicy")


def _system_problem(obj, name, value):
    if name not in SYSTEM:
        return f"{name} is not a known system priority class"
    if value != SYSTEM[name]:
        return f"value of {name} PriorityClass must be {SYSTEM[name]}"
    return f"globalDefault of {name} PriorityClass must be false" if obj.get("globalDefault") else ""


def validate_update(obj, old):
    problems = []
    if (obj.get("value") or 0) != (old.get("value") or 0):
        problems.append(field.forbidden("value", "may not be changed in an update."))
    return problems + text.immutable(obj.get("preemptionPolicy"), old.get("preemptionPolicy"), "preemptionPolicy")
