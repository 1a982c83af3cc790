"""Validation of updates to a pod's status. Mirrors ValidatePodStatusUpdate."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.podspec import annotations
from kubectl_lite.api.podspec.security import identity
from kubectl_lite.api.podspec.walk import is_restartable
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, ips
from kubectl_lite.machinery.field import Path

META, STATUS = Path("metadata"), Path("status")
SYSTEM_CONDITIONS = ("PodScheduled", "Ready", "Initialized")
HEALTH = ("Healthy", "Unhealthy", "Unknown")
CLAIM = "claim:"
GROUPS = (("containerStatuses", "containers"), ("initContainerStatuses", "initContainers"), ("ephemeralContainerStatuses", "ephemeralContainers"))


def validate_update(pod: dict, old: dict) -> list:
    """What a status update may not do."""
    status, was, spec = pod.get("status") or {}, old.get("status") or {}, pod["spec"]
    problems = annotations.validate_update(pod["metadata"].get("annotations") or {}, old["metadata"].get("annotations") or {}, META / "annotations")
    problems += [p for i, c in enumerate(status.get("conditions") or ()) if c.get("type") not in SYSTEM_CONDITIONS
                 for p in text.qualified_name(c.get("type", ""), (META / "conditions").index(i) / "Type")]
    nominated = status.get("nominatedNodeName", "")
    if nominated and nominated != was.get("nominatedNodeName", ""):
        problems += text.dns_subdomain(nominated, STATUS / "nominatedNodeName")
    if status.get("qosClass", "") != was.get("qosClass", ""):
        problems.append(field.invalid(STATUS / "qosClass", status.get("qosClass", ""), "field is immutable"))
    problems += _transitions(status, was, old["spec"]) + _claims(status, spec)
    problems += _pod_ips(status) + _host_ips(status)
    return problems + _users(status, spec) + _allocated(status, spec)


def _transitions(status, was, spec):
    """A container that ended for good does not run again."""
    policy, problems = spec.get("restartPolicy", ""), []
    init = {c.get("name"): c for c in spec.get("initContainers") or ()}
    for group, _ in GROUPS:
        rule = "Never" if group.startswith("ephemeral") else policy
        if rule == "Always":
            continue
        now = {}
        for s in status.get(group) or ():
            now.setdefault(s.get("name", ""), []).append(s)
        for i, before in enumerate(was.get(group) or ()):
            ended = (before.get("state") or {}).get("terminated")
            if ended is None or ended.get("exitCode", 0) and rule == "OnFailure":
                continue
            if group.startswith("init") and is_restartable(init.get(before.get("name")) or {}):
                continue
            for s in now.get(before.get("name", ""), ()):
                if (s.get("state") or {}).get("terminated") is None:
                    problems.append(field.forbidden((STATUS / group).index(i) / "state", "may not be transitioned to non-terminated state"))
    return problems


def _claims(status, spec):
    known, problems, seen = {c.get("name", "") for c in spec.get("resourceClaims") or ()}, [], set()
    for i, claim in enumerate(status.get("resourceClaimStatuses") or ()):
        at, name = (STATUS / "resourceClaimStatuses").index(i) / "name", claim.get("name", "")
        if name not in known:
            problems.append(field.invalid(at, name, "must match the name of an entry in `spec.resourceClaims`"))
        if name in seen:
            problems.append(field.duplicate(at, name))
        seen.add(name)
        if claim.get("resourceClaimName") is not None:
            problems += text.dns_subdomain(claim["resourceClaimName"], at)
    return problems


def _pod_ips(status):
    values = status.get("podIPs") or ()
    problems = [p for i, v in enumerate(values) for p in text.ip(v.get("ip", ""), (STATUS / "podIPs").index(i))]
    return problems + (_families(values, STATUS / "podIPs", "PodIP") if len(values) > 1 else [])


def _host_ips(status):
    values, path = status.get("hostIPs") or (), STATUS / "hostIPs"
    if not values:
        return []
    problems = []
    if status.get("hostIP", "") != values[0].get("ip", ""):
        problems.append(field.invalid(path.index(0) / "ip", values[0].get("ip", ""), "must be equal to `hostIP`"))
    problems += [p for i, v in enumerate(values) for p in text.ip(v.get("ip", ""), path.index(i))]
    return problems + (_families(values, path, "HostIP") if len(values) > 1 else [])


def _families(values, path, kind):
    """One address of each family at most, and none twice."""
    addresses = [v.get("ip", "") for v in values]
    parsed = [ips.parse_ip(a) for a in addresses]
    problems = []
    if None not in parsed and len({v for v, _ in parsed}) < 2 or len(addresses) > 2:
        problems.append(field.invalid(path, internal.value(list(values), kind), "may specify no more than one IP for each IP family"))
    seen = set()
    for i, value in enumerate(values):
        if value.get("ip") in seen:
            problems.append(field.duplicate(path.index(i), internal.value(value, kind)))
        seen.add(value.get("ip"))
    return problems


def _users(status, spec):
    windows, problems = (spec.get("os") or {}).get("name") == "windows", []
    for group, _ in GROUPS:
        for i, s in enumerate(status.get(group) or ()):
            user, at = (s.get("user") or {}).get("linux"), (STATUS / group).index(i) / "linux"
            if user is None:
                continue
            if windows:
                problems.append(field.forbidden(at, "cannot be set for a windows pod"))
                continue
            problems += identity(user.get("uid", 0), at / "uid") + identity(user.get("gid", 0), at / "gid")
            problems += [p for j, g in enumerate(user.get("supplementalGroups") or ()) for p in identity(g, (at / "supplementalGroups").index(j))]
    return problems


def _allocated(status, spec):
    problems = []
    for group, containers in GROUPS:
        known = {c.get("name"): c for c in spec.get(containers) or ()}
        for i, s in enumerate(status.get(group) or ()):
            path, resources = (STATUS / group).index(i) / "allocatedResourcesStatus", s.get("allocatedResourcesStatus") or ()
            if resources and group.startswith("ephemeral"):
                problems.append(field.forbidden(path, "must not be specified in container status"))
                continue
            for j, resource in enumerate(resources):
                problems += _allocated_resource(resource, known.get(s.get("name")), path.index(j))
    return problems


def _allocated_resource(resource, container, path):
    name, problems, seen = resource.get("name", ""), [], set()
    if container is not None and not _asks_for(container, name):
        problem = ("must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty"
                   if name.startswith(CLAIM) else "must match one of the container's resource requests")
        problems.append(field.invalid(path / "name", name, problem))
    for k, entry in enumerate(resource.get("resources") or ()):
        at, identifier = (path / "resources").index(k), entry.get("resourceID", "")
        if entry.get("health", "") not in HEALTH:
            problems.append(field.not_supported(at / "health", entry.get("health", ""), HEALTH))
        if identifier in seen:
            problems.append(field.duplicate(at / "resourceID", identifier))
        seen.add(identifier)
    return problems


def _asks_for(container, name):
    resources = container.get("resources") or {}
    if name.startswith(CLAIM):
        return any(name == CLAIM + c.get("name", "") + ("/" + c["request"] if c.get("request") else "") for c in resources.get("claims") or ())
    return name in (resources.get("requests") or {})
