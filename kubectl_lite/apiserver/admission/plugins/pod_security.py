"""PodSecurity: a namespace's labels say which Pod Security level pods must meet (enforce), and of which they are warned (warn).

Mirrors pod-security-admission: pods are refused or warned of, workloads only warned of, a stricter namespace warns of its present pods.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.admission.podsecurity import policy as policies
from kubectl_lite.apiserver.admission.podsecurity.levels import LATEST, LEVELS, evaluate
from kubectl_lite.apiserver.admission.podsecurity.policy import PREFIX
from kubectl_lite.machinery import errors, field

LABELS = field.Path("metadata.labels")
# (group, plural): where the pod template stands
WORKLOADS = {
    ("", "podtemplates"): ("template",), ("", "replicationcontrollers"): ("spec", "template"),
    ("apps", "replicasets"): ("spec", "template"), ("apps", "deployments"): ("spec", "template"),
    ("apps", "statefulsets"): ("spec", "template"), ("apps", "daemonsets"): ("spec", "template"),
    ("batch", "jobs"): ("spec", "template"), ("batch", "cronjobs"): ("spec", "jobTemplate", "spec", "template"),
}
RESOURCES = (("", "namespaces"), ("", "pods"), *WORKLOADS)
PODS_LOOKED_AT = 3000


def validate(attributes) -> None:
    """Check pods, workloads and changed namespaces."""
    key = (attributes.group, attributes.resource.name)
    if attributes.operation not in ("CREATE", "UPDATE"):
        return
    if key == ("", "namespaces") and not attributes.subresource:
        _check_namespace(attributes)
    elif key == ("", "pods") and attributes.subresource in ("", "ephemeralcontainers"):
        _check_pod(attributes)
    elif key in WORKLOADS and not attributes.subresource:
        _check_workload(attributes, WORKLOADS[key])


def _policy(attributes):
    return policies.of(attributes.objects.find(resources.find("", "v1", "namespaces"), "", attributes.namespace), _configuration(attributes))


def _configuration(attributes):
    return attributes.server.settings.plugin_configuration("PodSecurity") or {}


def _is_exempt(attributes, spec):
    kind = policies.exemption(_configuration(attributes), attributes.namespace, attributes.user.name, spec.get("runtimeClassName", ""))
    if kind:
        attributes.scope.annotate(f"{PREFIX}exempt", kind)
    return bool(kind)


def _failures(wanted, metadata, spec):
    return evaluate(wanted[0], wanted[2], metadata, spec)


def _text(wanted, failures):
    return f'violate PodSecurity "{wanted[0]}:{wanted[1]}": ' + ", ".join(f"{reason} ({detail})" for reason, detail in failures)


def _check_pod(attributes):
    pod = attributes.obj
    if attributes.operation == "UPDATE" and not attributes.subresource and not _significant(pod, attributes.old):
        return
    policy = _policy(attributes)
    if policy is policies.LENIENT or _is_exempt(attributes, pod["spec"]):
        return
    attributes.scope.annotate(f"{PREFIX}enforce-policy", f"{policy.enforce[0]}:{policy.enforce[1]}")
    _audit(attributes, policy.audit, pod["metadata"], pod["spec"])
    failures = _failures(policy.enforce, pod["metadata"], pod["spec"])
    if failures:
        raise attributes.forbidden(_text(policy.enforce, failures).replace("violate ", "violates ", 1))
    _warn(attributes, policy.warn, pod["metadata"], pod["spec"])


def _check_workload(attributes, path):
    template = attributes.obj
    for key in path:
        template = template.get(key) or {}
    policy = _policy(attributes)
    if template.get("spec") and policy is not policies.LENIENT and not _is_exempt(attributes, template["spec"]):
        _audit(attributes, policy.audit, template.get("metadata") or {}, template["spec"])
        _warn(attributes, policy.warn, template.get("metadata") or {}, template["spec"])


def _audit(attributes, wanted, metadata, spec):
    failures = _failures(wanted, metadata, spec)
    if failures:
        attributes.scope.annotate(f"{PREFIX}audit-violations", "would " + _text(wanted, failures))


def _warn(attributes, wanted, metadata, spec):
    failures = _failures(wanted, metadata, spec)
    if failures:
        attributes.scope.warn("would " + _text(wanted, failures))


def _significant(pod, old):
    """Whether an update could change the verdict: images (which need no check) aside, the spec and its security annotations."""
    def shown(p):
        return p["spec"], {k: v for k, v in (p["metadata"].get("annotations") or {}).items() if "seccomp" in k or "apparmor" in k}
    return shown(pod) != shown(old)


def _check_namespace(attributes):
    labels = attributes.obj["metadata"].get("labels") or {}
    old = (attributes.old or {"metadata": {}})["metadata"].get("labels") or {}
    problems = [p for p in _label_problems(labels) if attributes.old is None or not _label_problems(old)]
    if problems:
        raise errors.invalid("Namespace", attributes.name, problems)
    if attributes.operation == "UPDATE":
        defaults = _configuration(attributes).get("defaults") or {}
        new, was = policies.Policy(labels, defaults).enforce, policies.Policy(old, defaults).enforce
        if _is_exempt(attributes, {}):
            return
        if new != was and LEVELS.index(new[0]) >= 1 and not (LEVELS.index(new[0]) < LEVELS.index(was[0]) and new[1] == was[1]):
            _warn_of_present_pods(attributes, new)


def _label_problems(labels):
    problems = []
    for mode in ("enforce", "audit", "warn"):
        level, version = labels.get(PREFIX + mode), labels.get(f"{PREFIX}{mode}-version")
        if level is not None and level not in LEVELS:
            problems.append(field.invalid(LABELS.key(PREFIX + mode), level, f"must be one of {', '.join(LEVELS)}"))
        if version is not None and version != "latest" and policies.minor(version) == LATEST:
            problems.append(field.invalid(LABELS.key(f"{PREFIX}{mode}-version"), version, 'must be "latest" or "v1.x"'))
    return problems


def _warn_of_present_pods(attributes, wanted):
    """Pods with the same reasons are named together, by the first of them."""
    pods = attributes.objects.list(resources.find("", "v1", "pods"), attributes.name)[0][:PODS_LOOKED_AT]
    groups: dict[str, list] = {}
    for pod in pods:
        reasons = ", ".join(reason for reason, _ in _failures(wanted, pod["metadata"], pod["spec"]))
        if reasons:
            groups.setdefault(reasons, []).append(pod["metadata"]["name"])
    if not groups:
        return
    attributes.scope.warn(f'existing pods in namespace "{attributes.name}" violate the new PodSecurity enforce level "{wanted[0]}:{wanted[1]}"')
    for reasons, names in sorted(groups.items(), key=lambda g: g[1][0]):
        more = len(names) - 1
        others = f" (and {more} other pod{'' if more == 1 else 's'})" if more else ""
        attributes.scope.warn(f"{names[0]}{others}: {reasons}")
