"""Validation of updates to a pod's status. Mirrors ValidatePodStatusUpdate; claims and allocated resources are in pod_status_resources.py."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.core import pod_status_resources as resources
from kubectl_lite.api.core.pod_status_resources import GROUPS, STATUS
from kubectl_lite.api.podspec import annotations
from kubectl_lite.api.podspec.options import for_update
from kubectl_lite.api.podspec.restarts import should_restart
from kubectl_lite.api.podspec.security import identity
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, ips
from kubectl_lite.machinery.field import Path

META = Path("metadata")
SYSTEM_CONDITIONS = ("PodScheduled", "Ready", "Initialized")


def validate_update(pod: dict, old: dict) -> list:
    """What a status update may not do."""
    status, was, spec = pod.get("status") or {}, old.get("status") or {}, pod["spec"]
    options = for_update(old["spec"], old["metadata"], is_pod=True)
    problems = annotations.validate_update(pod["metadata"].get("annotations") or {}, old["metadata"].get("annotations") or {}, spec, META / "annotations", options)
    problems += [p for i, c in enumerate(status.get("conditions") or ()) for p in _condition(c, (STATUS / "conditions").index(i))]
    problems += _nominated(status.get("nominatedNodeName", ""), was.get("nominatedNodeName", ""), old["spec"])
    problems += _generation(status, STATUS)
    if status.get("qosClass", "") != was.get("qosClass", ""):
        problems.append(field.invalid(STATUS / "qosClass", status.get("qosClass", ""), "field is immutable"))
    problems += _transitions(status, was, old["spec"]) + resources.claims(status, spec) + resources.extended_claim(status, spec)
    problems += _pod_ips(status, was) + _host_ips(status, was)
    return problems + _users(status, spec) + resources.allocated(status, spec)


def _condition(condition, path):
    kind = condition.get("type", "")
    return _generation(condition, path) + ([] if kind in SYSTEM_CONDITIONS else text.qualified_name(kind, path / "Type"))


def _generation(holder, path):
    value = holder.get("observedGeneration") or 0
    return [field.invalid(path / "observedGeneration", value, "must be a non-negative integer")] if value < 0 else []


def _nominated(name, before, spec):
    """A pod that has its node is not nominated for one."""
    if not name or name == before:
        return []
    bound = [field.forbidden(STATUS / "nominatedNodeName", "may not be set on pods that are already bound to a node")] if spec.get("nodeName") else []
    return text.dns_subdomain(name, STATUS / "nominatedNodeName") + bound


def _transitions(status, was, spec):
    """A container that ended for good does not run again."""
    problems = []
    for group, containers in GROUPS:
        known = {c.get("name"): c for c in spec.get(containers) or ()}
        running = {s.get("name", "") for s in status.get(group) or () if (s.get("state") or {}).get("terminated") is None}
        for i, before in enumerate(was.get(group) or ()):
            ended, name = (before.get("state") or {}).get("terminated"), before.get("name", "")
            if ended is None or name not in running:
                continue
            if group == "ephemeralContainerStatuses" or name not in known or not should_restart(known[name], spec, ended.get("exitCode", 0)):
                problems.append(field.forbidden((STATUS / group).index(i) / "state", "may not be transitioned to non-terminated state"))
    return problems


def _pod_ips(status, was):
    return _addresses(status.get("podIPs") or (), was.get("podIPs") or (), STATUS / "podIPs", "PodIP")


def _host_ips(status, was):
    values, path = status.get("hostIPs") or (), STATUS / "hostIPs"
    if values and status.get("hostIP", "") != values[0].get("ip", ""):
        problem = [field.invalid(path.index(0) / "ip", values[0].get("ip", ""), "must be equal to `hostIP`")]
    else:
        problem = []
    return problem + _addresses(values, was.get("hostIPs") or (), path, "HostIP")


def _addresses(values, before, path, kind):
    """Addresses, or what was there before; one of each family at most."""
    kept = {v.get("ip", "") for v in before}
    problems = [p for i, v in enumerate(values) for p in text.ip(v.get("ip", ""), path.index(i), kept)]
    if len(values) < 2:
        return problems
    parsed = [ips.parse_ip(v.get("ip", "")) for v in values]
    if None in parsed:
        problems.append(field.internal(path, f"failed to check for dual stack with error:invalid IP[{parsed.index(None)}]: <nil>"))
    if None in parsed or len({version for version, _ in parsed}) < 2 or len(values) > 2:
        problems.append(field.invalid(path, internal.value(list(values), kind), "may specify no more than one IP for each IP family"))
    return problems


def warnings(pod: dict, _old: dict) -> list[str]:
    """Addresses that are written in an unusual way."""
    status = pod.get("status") or {}
    return [message for name in ("podIPs", "hostIPs") for i, v in enumerate(status.get(name) or ())
            for message in text.ip_warnings(v.get("ip", ""), (STATUS / name).index(i) / "ip")]


def _users(status, spec):
    windows, problems = (spec.get("os") or {}).get("name") == "windows", []
    for group, _ in GROUPS:
        for i, s in enumerate(status.get(group) or ()):
            user, at = (s.get("user") or {}).get("linux"), (STATUS / group).index(i) / "user" / "linux"
            if user is None:
                continue
            if windows:
                problems.append(field.forbidden(at, "cannot be set for a windows pod"))
                continue
            problems += identity(user.get("uid", 0), at / "uid") + identity(user.get("gid", 0), at / "gid")
            problems += [p for j, g in enumerate(user.get("supplementalGroups") or ()) for p in identity(g, (at / "supplementalGroups").index(j))]
    return problems
