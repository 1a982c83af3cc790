"""PodSecurity: a namespace's labels say which Pod Security level pods must meet (enforce), and of which they are warned (warn).

Mirrors pod-security-admission: pods are refused or warned of, workloads only warned of, a stricter namespace warns of its present pods.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.admission.podsecurity import namespaces
from kubectl_lite.apiserver.admission.podsecurity import policy as policies
from kubectl_lite.apiserver.admission.podsecurity.levels import evaluate
from kubectl_lite.apiserver.admission.podsecurity.policy import PREFIX

# (group, plural): where the pod template stands
WORKLOADS = {
    ("", "podtemplates"): ("template",), ("", "replicationcontrollers"): ("spec", "template"),
    ("apps", "replicasets"): ("spec", "template"), ("apps", "deployments"): ("spec", "template"),
    ("apps", "statefulsets"): ("spec", "template"), ("apps", "daemonsets"): ("spec", "template"),
    ("batch", "jobs"): ("spec", "template"), ("batch", "cronjobs"): ("spec", "jobTemplate", "spec", "template"),
}
RESOURCES = (("", "namespaces"), ("", "pods"), *WORKLOADS)


def validate(attributes) -> None:
    """Check pods, workloads and changed namespaces."""
    key = (attributes.group, attributes.resource.name)
    if attributes.operation not in ("CREATE", "UPDATE"):
        return
    if key == ("", "namespaces") and not attributes.subresource:
        namespaces.check(attributes, _configuration(attributes))
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
    policy = _policy(attributes)
    if policy is policies.LENIENT or attributes.operation == "UPDATE" and not _significant(pod, attributes.old) or _is_exempt(attributes, pod["spec"]):
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
    """Whether an update is looked at: of what can be changed, images and new ephemeral containers could change the verdict."""
    def images(p, key):
        return [c.get("image") for c in p["spec"].get(key) or ()]
    before = {c["name"]: c.get("image") for c in old["spec"].get("ephemeralContainers") or ()}
    return (any(images(pod, key) != images(old, key) for key in ("containers", "initContainers"))
            or any(before.get(c["name"]) != c.get("image") for c in pod["spec"].get("ephemeralContainers") or ()))
