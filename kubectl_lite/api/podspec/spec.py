"""Validation of a pod spec as a whole, in the order of Kubernetes' ValidatePodSpec."""
from __future__ import annotations

from kubectl_lite.api.podspec import affinity, containers, dns, ports, resources, scheduling, security, volumes, windows
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

RESTART_POLICIES = ("Always", "OnFailure", "Never")
PREEMPTION_POLICIES = ("PreemptLowerPriority", "Never")
MAX_INT32 = (1 << 31) - 1


def validate(spec: dict, path: Path, options, pod_meta: dict | None = None) -> list:
    """ValidatePodSpec; `pod_meta` is the metadata of the pod, None for a template."""
    problems = [] if spec.get("terminationGracePeriodSeconds") is not None else [field.required(path / "terminationGracePeriodSeconds")]
    valid, bad = volumes.validate(spec.get("volumes") or (), pod_meta, path / "volumes", options)
    pod = containers.Pod(spec, valid, options)
    problems += bad
    if spec.get("resourceClaims"):
        problems += _claims(spec["resourceClaims"], path / "resourceClaims")
    problems += _containers(spec, pod, path)
    if spec.get("resources") is not None:
        problems += resources.validate_pod(spec, path / "resources", options, pod.claims)
    problems += ports.host_network(spec, path, options)
    problems += text.one_of(spec.get("restartPolicy", ""), RESTART_POLICIES, path / "restartPolicy", absent="")
    problems += dns.policy(spec.get("dnsPolicy", ""), path / "dnsPolicy")
    if spec.get("nodeSelector"):
        problems += meta.labels(spec["nodeSelector"], path / "nodeSelector")
    if spec.get("securityContext"):
        problems += security.validate_pod(spec["securityContext"], spec, path / "securityContext", options)
    if spec.get("affinity") is not None:
        problems += affinity.validate(spec["affinity"], path / "affinity", options)
    problems += dns.config(spec.get("dnsConfig"), spec.get("dnsPolicy"), path / "dnsConfig")
    if spec.get("readinessGates"):
        problems += scheduling.readiness_gates(spec["readinessGates"], path / "readinessGates")
    if spec.get("schedulingGates"):
        problems += scheduling.scheduling_gates(spec["schedulingGates"], path / "schedulingGates")
    if spec.get("topologySpreadConstraints"):
        problems += scheduling.topology_spread(spec["topologySpreadConstraints"], path / "topologySpreadConstraints", options)
    problems += windows.host_process(spec, path) + security.host_users(spec, path)
    return problems + _names(spec, path) + _rest(spec, path, options)


def _containers(spec, pod, path):
    regular, first, ephemeral = spec.get("containers") or (), spec.get("initContainers"), spec.get("ephemeralContainers")
    problems = containers.regular(regular, pod, path / "containers")
    if first:
        problems += containers.init(first, regular, pod, path / "initContainers")
    return problems + containers.ephemeral(ephemeral, spec, pod, path / "ephemeralContainers") if ephemeral else problems


def _names(spec, path):
    problems = []
    for name in ("serviceAccountName", "nodeName"):
        if spec.get(name):
            problems += text.dns_subdomain(spec[name], path / name)
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None:
        problems += [field.invalid(path / "activeDeadlineSeconds", deadline, message) for message in names.in_range(deadline, 1, MAX_INT32)]
    for name in ("hostname", "subdomain"):
        if spec.get(name):
            problems += text.dns_label(spec[name], path / name)
    if spec.get("tolerations"):
        problems += scheduling.tolerations(spec["tolerations"], path / "tolerations")
    if spec.get("hostAliases"):
        problems += dns.host_aliases(spec["hostAliases"], path / "hostAliases")
    if spec.get("priorityClassName"):
        problems += text.dns_subdomain(spec["priorityClassName"], path / "priorityClassName")
    if spec.get("runtimeClassName") is not None:
        problems += text.dns_subdomain(spec["runtimeClassName"], path / "runtimeClassName")
    return problems


def _rest(spec, path, options):
    problems = text.optional_choice(spec.get("preemptionPolicy"), PREEMPTION_POLICIES, path / "preemptionPolicy")
    if spec.get("overhead"):
        problems += resources.validate({"limits": spec["overhead"]}, path / "overhead", options)
    problems += windows.operating_system(spec, path)
    return problems + _hostname_override(spec, path)


def _hostname_override(spec, path):
    """A name of its own excludes the name from the fully qualified one and the host's."""
    value = spec.get("hostnameOverride")
    if value is None:
        return []
    problems = []
    if spec.get("setHostnameAsFQDN"):
        problems.append(field.forbidden(path / "hostnameOverride", "may not be set when `setHostnameAsFQDN` is true"))
    if spec.get("hostNetwork"):
        problems.append(field.forbidden(path / "hostnameOverride", "may not be set when `hostNetwork` is true"))
    if names.size(value) > 64:
        problems.append(field.too_long(path / "hostnameOverride", 64))
    return problems + text.dns_subdomain(value, path / "hostnameOverride")


def _claims(claims, path):
    """validatePodResourceClaims."""
    problems, seen = [], set()
    for i, claim in enumerate(claims):
        at, name = path.index(i), claim.get("name", "")
        if not name:
            problems.append(field.required(at / "name"))
        elif name in seen:
            problems.append(field.duplicate(at / "name", name))
        else:
            problems += text.dns_label(name, at / "name")
        seen.add(name)
        problems += _claim_source(claim, at)
    return problems


def _claim_source(claim, path):
    from kubectl_lite.api import internal
    given = [name for name in ("resourceClaimName", "resourceClaimTemplateName") if claim.get(name) is not None]
    problems = []
    if len(given) == 2:
        problems.append(field.invalid(path, internal.value(claim, "PodResourceClaim"),
                                      "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"))
    if not given:
        problems.append(field.invalid(path, internal.value(claim, "PodResourceClaim"), "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"))
    for name in given:
        problems += text.dns_subdomain(claim[name], path / name)
    return problems
