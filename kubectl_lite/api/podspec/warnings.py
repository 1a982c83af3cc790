"""Warnings about pods and pod templates: what is accepted but will not do what one may think. Mirrors pkg/api/pod/warnings.go.

Overlapping files of volumes are in overlaps.py.
"""
from __future__ import annotations

from kubectl_lite.api.podspec import annotations as notes
from kubectl_lite.api.podspec import overlaps
from kubectl_lite.api.podspec.claims import spec_warnings
from kubectl_lite.api.podspec.portwarnings import of_ports
from kubectl_lite.api.podspec.resources import is_fractional
from kubectl_lite.api.podspec.walk import with_paths
from kubectl_lite.api.validation import nodelabels
from kubectl_lite.api.validation.text import ip_warnings
from kubectl_lite.machinery import names
from kubectl_lite.machinery.field import Path, go_quote

# volume source: (how its path is written, words)
VOLUMES = {
    "photonPersistentDisk": ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
    "gitRepo": ("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
    "scaleIO": ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"), "flocker": ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
    "storageos": ("storageOS", "deprecated in v1.22, non-functional in v1.25+"), "quobyte": ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
    "glusterfs": ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"), "cephfs": ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
    "rbd": ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
}
SYSCTLS_TEXT = 'non-functional in v1.11+; use the "sysctls" field instead'
ANNOTATIONS = (("scheduler.alpha.kubernetes.io/critical-pod", 'non-functional in v1.16+; use the "priorityClassName" field instead'),
               ("security.alpha.kubernetes.io/sysctls", SYSCTLS_TEXT), ("security.alpha.kubernetes.io/unsafe-sysctls", SYSCTLS_TEXT))
SECCOMP_TEXT = 'non-functional in v1.27+; use the "seccompProfile" field instead'
HOST_NAME = "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [{}]"
NULL_SELECTOR = "a null labelSelector results in matching no pod"
REQUIRED, PREFERRED = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
BYTES = ("memory", "ephemeral-storage")


def for_pod(pod: dict, old: dict | None) -> list[str]:
    """The warnings of a new pod; updates of pods are made by machines and get none."""
    if old is not None:
        return []
    bad = names.dns_label(pod["metadata"].get("name", ""))
    texts = [HOST_NAME.format(" ".join(bad))] if bad else []
    return texts + for_spec(pod.get("spec") or {}, pod["metadata"], Path("spec"), Path("metadata"))


def for_template(template: dict | None, path: Path) -> list[str]:
    """The warnings of a pod template at `path` (spec.template)."""
    if not template:
        return []
    return for_spec(template.get("spec") or {}, template.get("metadata") or {}, path / "spec", path / "metadata", template=True)


def for_spec(spec, meta, path, meta_path, template: bool = False) -> list[str]:
    affinity, annotations, at = spec.get("affinity") or {}, meta.get("annotations") or {}, meta_path / "annotations"
    texts = [f"{path / 'nodeSelector'}[{key}]: {nodelabels.DEPRECATED[key]}" for key in spec.get("nodeSelector") or () if key in nodelabels.DEPRECATED]
    texts += _node_affinity(affinity.get("nodeAffinity") or {}, path / "affinity" / "nodeAffinity")
    texts += _spread(spec.get("topologySpreadConstraints") or (), path / "topologySpreadConstraints")
    texts += [f"{at.key(key)}: {text}" for key, text in ANNOTATIONS if key in annotations]
    texts += _volumes(spec.get("volumes") or (), path / "volumes")
    texts += _repeated(spec.get("hostAliases") or (), "ip", path / "hostAliases")
    texts += _repeated(spec.get("imagePullSecrets") or (), "name", path / "imagePullSecrets")
    texts += [f'{(path / "imagePullSecrets").index(i) / "name"}: invalid empty name ""' for i, s in enumerate(spec.get("imagePullSecrets") or ()) if not s.get("name")]
    if spec.get("overhead"):
        texts += [text for name in BYTES for text in _fraction(spec["overhead"], name, path / "overhead")]
    if notes.SECCOMP_POD in annotations and (spec.get("securityContext") or {}).get("seccompProfile") is None:
        texts.append(f"{at.key(notes.SECCOMP_POD)}: {SECCOMP_TEXT}")
    for container, place in with_paths(spec, path):
        texts += _old_annotations(container, spec, annotations, at, template) if annotations else []
        texts += _container(container, place)
    texts += of_ports(spec, path)
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        texts.append(f"{path / 'terminationGracePeriodSeconds'}: must be >= 0; negative values are invalid and will be treated as 1")
    return texts + _pod_affinity(affinity, path / "affinity") + _addresses(spec, path)


def _node_affinity(affinity, path):
    required = (affinity.get(REQUIRED) or {}).get("nodeSelectorTerms") or ()
    texts = [text for i, term in enumerate(required) for text in node_selector_term(term, (path / REQUIRED / "nodeSelectorTerms").index(i))]
    return texts + [text for i, term in enumerate(affinity.get(PREFERRED) or ())
                    for text in node_selector_term(term.get("preference") or {}, (path / PREFERRED).index(i) / "preference", values_too=True)]


def node_selector_term(term, path, values_too: bool = False) -> list[str]:
    """GetWarningsForNodeSelectorTerm: labels that have successors and, where validation lets them through, values no label can have."""
    texts = []
    for i, expression in enumerate(term.get("matchExpressions") or ()):
        key, at = expression.get("key", ""), (path / "matchExpressions").index(i)
        if key in nodelabels.DEPRECATED:
            texts.append(f"{at / 'key'}: {key} is {nodelabels.DEPRECATED[key]}")
        if values_too:
            texts += [f"{(at / 'values').index(j)}: {value} is invalid, {bad}"
                      for j, value in enumerate(expression.get("values") or ()) for bad in names.label_value(value)]
    return texts


def _pod_affinity(affinity, path):
    texts = []
    for kind in ("podAffinity", "podAntiAffinity"):
        value, at = affinity.get(kind) or {}, path / kind
        texts += [f"{(at / REQUIRED).index(i) / 'labelSelector'}: {NULL_SELECTOR}" for i, t in enumerate(value.get(REQUIRED) or ()) if t.get("labelSelector") is None]
        texts += [f"{(at / PREFERRED).index(i) / 'podAffinityTerm' / 'labelSelector'}: {NULL_SELECTOR}" for i, t in enumerate(value.get(PREFERRED) or ())
                  if (t.get("podAffinityTerm") or {}).get("labelSelector") is None]
    return texts


def _spread(constraints, path):
    texts = []
    for i, constraint in enumerate(constraints):
        key = constraint.get("topologyKey")
        if key in nodelabels.DEPRECATED:
            texts.append(f"{path.index(i) / 'topologyKey'}: {key} is {nodelabels.DEPRECATED[key]}")
        if constraint.get("labelSelector") is None:
            texts.append(f"{path.index(i) / 'labelSelector'}: {NULL_SELECTOR}")
    return texts


def _volumes(volumes, path):
    texts = []
    for i, volume in enumerate(volumes):
        template = (volume.get("ephemeral") or {}).get("volumeClaimTemplate")
        if template is not None:
            texts += spec_warnings(template.get("spec") or {}, path.index(i) / "ephemeral" / "volumeClaimTemplate" / "spec")
        texts += deprecated_sources(volume, path.index(i))
    return texts + overlaps.of_volumes(volumes)


def deprecated_sources(holder, path) -> list[str]:
    """Volume sources whose drivers are gone; of a pod's volume or a persistent volume's spec."""
    if VOLUMES.keys().isdisjoint(holder):
        return []
    return [f"{path / shown}: {text}" for kind, (shown, text) in VOLUMES.items() if holder.get(kind) is not None]


def _repeated(items, name, path):
    texts, seen = [], set()
    for i, item in enumerate(items):
        value = item.get(name, "")
        if value in seen:
            texts.append(f"{path.index(i) / name}: duplicate {name} {go_quote(value)}")
        seen.add(value)
    return texts


def _fraction(values, name, path):
    """Bytes come in whole numbers."""
    if name not in values or not is_fractional(values[name]):
        return []
    return [f"{path.key(name)}: fractional byte value {go_quote(values[name])} is invalid, must be an integer"]


def _old_annotations(container, spec, annotations, path, template):
    """Annotations that say what a field should say; those of a pod's AppArmor are warned of when they are moved into the field."""
    context, texts = container.get("securityContext") or {}, []
    name = container.get("name", "")
    if notes.SECCOMP_CONTAINER + name in annotations and context.get("seccompProfile") is None:
        texts.append(f"{path.key(notes.SECCOMP_CONTAINER + name)}: {SECCOMP_TEXT}")
    profile = (spec.get("securityContext") or {}).get("appArmorProfile") or context.get("appArmorProfile")
    if template and notes.APP_ARMOR + name in annotations and profile is None:
        texts.append(notes.app_armor_warning(name, path))
    return texts


def _container(container, path):
    resources = container.get("resources") or {}
    texts, seen = [], set()
    if resources:
        texts += [text for name in BYTES for part in ("limits", "requests") for text in _fraction(resources.get(part) or {}, name, path / "resources" / part)]
    for i, variable in enumerate(container.get("env") or ()):
        name, value = variable.get("name", ""), variable.get("value", "")
        if name in seen and (f"$({name})" not in value or value == f"$({name})" or variable.get("valueFrom") is not None):
            texts.append(f"{(path / 'env').index(i)}: hides previous definition of {go_quote(name)}, which may be dropped when using apply")
        seen.add(name)
    return texts


def _addresses(spec, path):
    named = [(server, (path / "dnsConfig" / "nameservers").index(i)) for i, server in enumerate((spec.get("dnsConfig") or {}).get("nameservers") or ())]
    named += [(alias.get("ip", ""), (path / "hostAliases").index(i) / "ip") for i, alias in enumerate(spec.get("hostAliases") or ())]
    return [text for value, at in named for text in ip_warnings(value, at)]
