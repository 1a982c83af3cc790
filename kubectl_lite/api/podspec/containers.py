"""Validation of containers: what all kinds share, then regular, init and ephemeral ones."""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.podspec import env, ports, probes, resources, security, sources, volumes
from kubectl_lite.api.podspec.walk import is_restartable
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field

MESSAGE_POLICIES = ("File", "FallbackToLogsOnError")
RESTART_POLICIES = ("Always", "Never", "OnFailure")
EXIT_OPERATORS = ("In", "NotIn")
MAX_RULES, MAX_EXIT_CODES = 20, 255
NOT_FOR_INIT = "may not be set for init containers without restartPolicy=Always"
NOT_FOR_EPHEMERAL = "cannot be set for an Ephemeral Container"
EPHEMERAL_FORBIDDEN = ("ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle")


class Pod:
    """What the containers of one pod need to know of it."""
    __slots__ = ("volumes", "claims", "grace", "restart_policy", "host_users", "options")

    def __init__(self, spec, valid_volumes, options):
        self.volumes, self.options = valid_volumes, options
        self.claims = frozenset(c["name"] for c in spec.get("resourceClaims") or () if c.get("name"))
        self.grace, self.restart_policy = spec.get("terminationGracePeriodSeconds"), spec.get("restartPolicy", "")
        self.host_users = spec.get("hostUsers") is not False


def common(container, pod, path) -> list:
    """validateContainerCommon."""
    name, policy = container.get("name", ""), container.get("terminationMessagePolicy", "")
    problems = text.dns_label(name, path / "name") if name else [field.required(path / "name")]
    if not container.get("image"):
        problems.append(field.required(path / "image"))
    problems += text.one_of(policy, MESSAGE_POLICIES, path / "terminationMessagePolicy", absent="")
    problems += ports.validate(container.get("ports") or (), path / "ports")
    problems += env.validate(container.get("env") or (), path / "env", pod.volumes)
    problems += env.validate_from(container.get("envFrom") or (), path / "envFrom")
    problems += volumes.validate_mounts(container, pod.volumes, path)
    problems += sources.pull_policy(container.get("imagePullPolicy", ""), path / "imagePullPolicy")
    if container.get("resources"):
        problems += resources.validate(container["resources"], path / "resources", pod.options, pod.claims)
    problems += resources.resize_policies(container.get("resizePolicy") or (), path / "resizePolicy", pod.restart_policy)
    return problems + security.validate_container(container.get("securityContext"), path / "securityContext", pod.host_users)


def regular(containers, pod, path) -> list:
    """validateContainers."""
    if not containers:
        return [field.required(path)]
    problems, seen = [], set()
    for i, container in enumerate(containers):
        at, name = path.index(i), container.get("name", "")
        problems += common(container, pod, at)
        if name in seen:
            problems.append(field.duplicate(at / "name", name))
        seen.add(name)
        problems += probes.validate_all(container, pod.grace, at)
        problems += restart(container, at)
    return problems + ports.host_port_conflicts(containers, path)


def init(containers, others, pod, path) -> list:
    """validateInitContainers; `others` are the regular containers."""
    problems, seen = [], {c.get("name", "") for c in others}
    for i, container in enumerate(containers):
        at, name = path.index(i), container.get("name", "")
        problems += common(container, pod, at) + restart(container, at)
        if name in seen:
            problems.append(field.duplicate(at / "name", name))
        elif name:
            seen.add(name)
        problems += ports.host_port_conflicts([container], path)
        if is_restartable(container):
            problems += probes.validate_all(container, pod.grace, at)
        else:
            problems += [field.forbidden(at / part, NOT_FOR_INIT) for part in ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
                         if container.get(part) is not None]
    return problems


def restart(container, path) -> list:
    """The container's own restart policy and its rules."""
    policy, rules = container.get("restartPolicy"), container.get("restartPolicyRules") or ()
    problems = []
    if policy is not None and policy not in RESTART_POLICIES:
        problems.append(field.not_supported(path / "restartPolicy", policy, RESTART_POLICIES))
    if not rules:
        return problems
    if policy is None:
        problems.append(field.required(path / "restartPolicy", "must specify restartPolicy when restart rules are used"))
    if len(rules) > MAX_RULES:
        problems.append(field.too_many(path / "restartPolicyRules", len(rules), MAX_RULES))
    return problems + [p for i, rule in enumerate(rules) for p in _rule(rule, (path / "restartPolicyRules").index(i))]


def _rule(rule, path):
    action, codes, problems = rule.get("action", ""), rule.get("exitCodes"), []
    if action not in ("Restart", "RestartAllContainers"):
        problems.append(field.not_supported(path / "action", action, ("Restart", "RestartAllContainers")))
    if codes is None:
        return [*problems, field.required(path / "exitCodes", "must be specified")]
    operator, values = codes.get("operator", ""), codes.get("values") or ()
    if operator not in EXIT_OPERATORS:
        problems.append(field.not_supported(path / "exitCodes" / "operator", operator, EXIT_OPERATORS))
    if not values:
        problems.append(field.required(path / "exitCodes" / "values", "must specify exit codes"))
    if len(values) > MAX_EXIT_CODES:
        problems.append(field.too_many(path / "exitCodes" / "values", len(values), MAX_EXIT_CODES))
    return problems


def ephemeral(containers, spec, pod, path) -> list:
    """validateEphemeralContainers."""
    targets = {c.get("name", "") for group in ("containers", "initContainers") for c in spec.get(group) or ()}
    problems, seen = [], set(targets)
    for i, container in enumerate(containers):
        at, name, target = path.index(i), container.get("name", ""), container.get("targetContainerName", "")
        problems += common(container, pod, at) + whitespace(container, at)
        if name in seen:
            problems.append(field.duplicate(at / "name", name))
        seen.add(name)
        if target and target not in targets:
            problems.append(field.not_found(at / "targetContainerName", target))
        problems += [field.forbidden(at / part, NOT_FOR_EPHEMERAL) for part in EPHEMERAL_FORBIDDEN
                     if as_sent(container, part) is not None and (container.get(part) or part != "resources")]
        for j, mount in enumerate(container.get("volumeMounts") or ()):
            problems += [field.forbidden((at / "volumeMounts").index(j) / part, NOT_FOR_EPHEMERAL) for part in ("subPath", "subPathExpr") if mount.get(part)]
    return problems


def whitespace(container, path) -> list:
    """validateContainerOnlyForPod: templates are let through for old times' sake."""
    image = container.get("image", "")
    return [field.invalid(path / "image", image, "must not have leading or trailing whitespace")] if image != image.strip() else []
