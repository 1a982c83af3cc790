"""Validation of what a pod's status says of resource claims and allocated resources."""
from __future__ import annotations

from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

STATUS = Path("status")
HEALTH = ("Healthy", "Unhealthy", "Unknown")
CLAIM = "claim:"
MAPPING = ("containerName", "resourceName", "requestName")
GROUPS = (("containerStatuses", "containers"), ("initContainerStatuses", "initContainers"), ("ephemeralContainerStatuses", "ephemeralContainers"))


def claims(status: dict, spec: dict) -> list:
    """validatePodResourceClaimStatuses."""
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


def extended_claim(status: dict, spec: dict) -> list:
    """validatePodExtendedResourceClaimStatus: what was allocated for extended resources that the pod's containers ask for."""
    claim = status.get("extendedResourceClaimStatus")
    if claim is None:
        return []
    path, problems, seen = STATUS / "extendedResourceClaimStatus", [], set()
    mappings = claim.get("requestMappings") or ()
    if not mappings:
        problems.append(field.required(path / "requestMappings", "at least one request mapping is required"))
    for i, mapping in enumerate(mappings):
        problems += _mapping(mapping, spec, path, (path / "requestMappings").index(i))
        key = tuple(mapping.get(name, "") for name in MAPPING)
        if key in seen:
            problems += [field.duplicate((path / "requestMappings").index(i) / name, value) for name, value in zip(MAPPING, key)]
        seen.add(key)
    name = claim.get("resourceClaimName", "")
    return problems + (text.dns_subdomain(name, path / "resourceClaimName") if name else [field.required(path / "resourceClaimName")])


def _mapping(mapping, spec, path, at):
    container, resource, request = (mapping.get(name, "") for name in MAPPING)
    known = {c.get("name", ""): c for group in ("initContainers", "containers") for c in spec.get(group) or ()}
    problems = []
    if container not in known:
        problems.append(field.invalid(at / "containerName", container, "must match the name of an entry in spec.initContainers.name or spec.containers.name"))
    elif resource not in ((known[container].get("resources") or {}).get("requests") or {}):
        problems.append(field.invalid(at / "resourceName", resource, "must match the extended resource name of an entry in "
                                      "spec.initContainers.resources.requests or spec.containers.resources.requests"))
    return problems + text.dns_label(request, path / "requestName")


def allocated(status: dict, spec: dict) -> list:
    """What containers are said to have been given: things they asked for, each in a known state of health."""
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
