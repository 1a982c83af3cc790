"""What PodSecurity says of a Namespace: its labels must be well formed, and a stricter level warns of the pods that are there already."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.admission.podsecurity.levels import LATEST, LEVELS, PRIVILEGED, evaluate
from kubectl_lite.apiserver.admission.podsecurity.policy import PREFIX, Policy, exemption, minor
from kubectl_lite.machinery import errors, field

LABELS = field.Path("metadata.labels")
MODES = ("enforce", "audit", "warn")
PODS_LOOKED_AT = 3000


def check(attributes, configuration: dict) -> None:
    """Invalid for labels that cannot be used, unless they could not be used before either; else warnings."""
    labels, old = _labels(attributes.obj), _labels(attributes.old)
    problems = label_problems(labels)
    if problems and (attributes.old is None or list(map(str, problems)) != list(map(str, label_problems(old)))):
        raise errors.invalid("Namespace", attributes.name, problems)
    defaults = configuration.get("defaults") or {}
    policy = Policy(labels, defaults)
    if attributes.old is not None and not _is_stricter(policy.enforce, Policy(old, defaults).enforce):
        return
    if exemption(configuration, attributes.name, "", ""):
        _warn_of_exemption(attributes, policy, labels, defaults)
    elif attributes.old is not None:
        _warn_of_pods(attributes, policy.enforce, (configuration.get("exemptions") or {}).get("runtimeClasses") or ())


def _labels(namespace):
    return (namespace or {"metadata": {}})["metadata"].get("labels") or {}


def label_problems(labels: dict) -> list:
    """What is wrong with the levels and versions of some labels."""
    problems = []
    for mode in MODES:
        level, version = labels.get(PREFIX + mode), labels.get(f"{PREFIX}{mode}-version")
        if level is not None and level not in LEVELS:
            problems.append(field.invalid(LABELS.key(PREFIX + mode), level, f"must be one of {', '.join(LEVELS)}"))
        if version is not None and version != "latest" and minor(version) == LATEST:
            problems.append(field.invalid(LABELS.key(f"{PREFIX}{mode}-version"), version, 'must be "latest" or "v1.x"'))
    return problems


def _is_stricter(new, old):
    """Whether pods may be refused that were not: nothing is looked at for the same or a lower level of the same version."""
    return new != old and new[0] != PRIVILEGED and not (new[1] == old[1] and LEVELS.index(new[0]) <= LEVELS.index(old[0]))


def _warn_of_exemption(attributes, policy, labels, defaults):
    """An exempt namespace that asks for a level is told that nobody listens."""
    usual = Policy({}, defaults)
    asked = [(mode, getattr(policy, mode)) for mode in MODES if PREFIX + mode in labels or f"{PREFIX}{mode}-version" in labels]
    shown = ", ".join(f"{mode}={level}:{version}" for mode, (level, version, _) in asked if level != PRIVILEGED)
    if shown and any(getattr(policy, mode) != getattr(usual, mode) for mode in MODES):
        attributes.scope.warn(f'namespace "{attributes.name}" is exempt from Pod Security, and the policy ({shown}) will be ignored')


def _warn_of_pods(attributes, wanted, exempt):
    """Pods with the same reasons are named together, by the first of them."""
    pods = _in_order(attributes.objects.list(resources.find("", "v1", "pods"), attributes.name)[0], exempt)
    groups: dict[str, list] = {}
    for pod in pods[:PODS_LOOKED_AT]:
        reasons = ", ".join(reason for reason, _ in evaluate(wanted[0], wanted[2], pod["metadata"], pod["spec"]))
        if reasons:
            groups.setdefault(reasons, []).append(pod["metadata"]["name"])
    if len(pods) > PODS_LOOKED_AT:
        attributes.scope.warn(f"new PodSecurity enforce level only checked against the first {PODS_LOOKED_AT} of {len(pods)} existing pods")
    if groups:
        attributes.scope.warn(f'existing pods in namespace "{attributes.name}" violate the new PodSecurity enforce level "{wanted[0]}:{wanted[1]}"')
    for text in sorted(f"{_together(names)}: {reasons}" for reasons, names in groups.items()):
        attributes.scope.warn(text)


def _in_order(pods, exempt):
    """One pod of each controller first, then the others; without those of exempt runtime classes."""
    first, others, seen = [], [], set()
    for pod in pods:
        owner = next((ref["uid"] for ref in pod["metadata"].get("ownerReferences") or () if ref.get("controller")), None)
        if pod["spec"].get("runtimeClassName") not in exempt:
            (others if owner in seen else first).append(pod)
            seen.update({owner} - {None})
    return first + others


def _together(names):
    more = len(names) - 1
    return min(names) + (f" (and {more} other pod{'' if more == 1 else 's'})" if more else "")
