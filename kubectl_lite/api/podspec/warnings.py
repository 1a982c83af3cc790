"""Warnings about pods and pod templates: what is accepted but will not do what one may think. Mirrors pkg/api/pod/warnings.go."""
from __future__ import annotations

from kubectl_lite.api.podspec import annotations as notes
from kubectl_lite.api.podspec.resources import wrapped_milli
from kubectl_lite.api.podspec.walk import with_paths
from kubectl_lite.machinery import ips, quantity
from kubectl_lite.machinery.field import Path, go_quote

NODE_LABELS = {
    "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
    "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
    "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
    "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
    "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}
VOLUMES = {
    "photonPersistentDisk": "deprecated in v1.11, non-functional in v1.16+", "gitRepo": "deprecated in v1.11, and disabled by default in v1.33+",
    "scaleIO": "deprecated in v1.16, non-functional in v1.22+", "flocker": "deprecated in v1.22, non-functional in v1.25+",
    "storageos": "deprecated in v1.22, non-functional in v1.25+", "quobyte": "deprecated in v1.22, non-functional in v1.25+",
    "glusterfs": "deprecated in v1.25, non-functional in v1.26+", "cephfs": "deprecated in v1.28, non-functional in v1.31+",
    "rbd": "deprecated in v1.28, non-functional in v1.31+",
}
CRITICAL = "scheduler.alpha.kubernetes.io/critical-pod"
SECCOMP_TEXT = 'non-functional in v1.27+; use the "seccompProfile" field instead'
NULL_SELECTOR = "a null labelSelector results in matching no pod"
REQUIRED, PREFERRED = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
BYTES = ("memory", "ephemeral-storage")


def for_pod(pod: dict, old: dict | None) -> list[str]:
    """The warnings of a pod that is written."""
    return for_spec(pod.get("spec") or {}, pod["metadata"], Path("spec"), Path("metadata"))


def for_template(template: dict | None, path: Path) -> list[str]:
    """The warnings of a pod template at `path` (spec.template)."""
    if not template:
        return []
    return for_spec(template.get("spec") or {}, template.get("metadata") or {}, path / "spec", path / "metadata", template=True)


def for_spec(spec, meta, path, meta_path, template: bool = False) -> list[str]:
    texts = [f"{path / 'nodeSelector'}[{key}]: {NODE_LABELS[key]}" for key in spec.get("nodeSelector") or () if key in NODE_LABELS]
    if spec.get("affinity"):
        texts += _affinity(spec["affinity"], path / "affinity")
    texts += _spread(spec.get("topologySpreadConstraints") or (), path / "topologySpreadConstraints")
    texts += _annotations(meta.get("annotations") or {}, meta_path / "annotations", template)
    for i, volume in enumerate(spec.get("volumes") or ()):
        if not VOLUMES.keys().isdisjoint(volume):
            texts += [f"{(path / 'volumes').index(i) / kind}: {VOLUMES[kind]}" for kind in VOLUMES if kind in volume and volume[kind] is not None]
    texts += _repeated(spec.get("hostAliases") or (), "ip", path / "hostAliases")
    texts += _repeated(spec.get("imagePullSecrets") or (), "name", path / "imagePullSecrets")
    texts += [f'{(path / "imagePullSecrets").index(i) / "name"}: invalid empty name ""' for i, s in enumerate(spec.get("imagePullSecrets") or ()) if not s.get("name")]
    if spec.get("overhead"):
        texts += _fractions(spec["overhead"], path / "overhead")
    for container, at in with_paths(spec, path):
        texts += _container(container, at)
    texts += _ports(spec, path)
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        texts.append(f"{path / 'terminationGracePeriodSeconds'}: must be >= 0; negative values are invalid and will be treated as 1")
    return texts + _addresses(spec, path)


def _affinity(affinity, path):
    texts, node = [], affinity.get("nodeAffinity") or {}
    terms = [(t, (path / "nodeAffinity" / REQUIRED / "nodeSelectorTerms").index(i)) for i, t in enumerate((node.get(REQUIRED) or {}).get("nodeSelectorTerms") or ())]
    terms += [(t.get("preference") or {}, (path / "nodeAffinity" / PREFERRED).index(i) / "preference") for i, t in enumerate(node.get(PREFERRED) or ())]
    for term, at in terms:
        texts += [f"{(at / 'matchExpressions').index(i) / 'key'}: {e['key']} is {NODE_LABELS[e['key']]}"
                  for i, e in enumerate(term.get("matchExpressions") or ()) if e.get("key") in NODE_LABELS]
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
        if key in NODE_LABELS:
            texts.append(f"{path.index(i) / 'topologyKey'}: {key} is {NODE_LABELS[key]}")
        if constraint.get("labelSelector") is None:
            texts.append(f"{path.index(i) / 'labelSelector'}: {NULL_SELECTOR}")
    return texts


def _annotations(values, path, template):
    texts = []
    for key in values:
        if key == CRITICAL:
            texts.append(f'{path.key(key)}: non-functional in v1.16+; use the "priorityClassName" field instead')
        elif key == notes.SECCOMP_POD or key.startswith(notes.SECCOMP_CONTAINER):
            texts.append(f"{path.key(key)}: {SECCOMP_TEXT}")
        elif key.startswith(notes.APP_ARMOR):
            texts.append(f'{path.key(key)}: deprecated since v1.30; use the "appArmorProfile" field instead')
    return texts


def _repeated(items, name, path):
    texts, seen = [], set()
    for i, item in enumerate(items):
        value = item.get(name, "")
        if value in seen:
            texts.append(f"{path.index(i) / name}: duplicate {name} {go_quote(value)}")
        seen.add(value)
    return texts


def _fractions(values, path):
    """Bytes come in whole numbers. An amount too large for thousandths of it wraps in Go, and is called fractional too."""
    texts = []
    for name in BYTES:
        text = values.get(name)
        if text is not None and wrapped_milli(quantity.parse(text)) % 1000:
            texts.append(f"{path.key(name)}: fractional byte value {go_quote(text)} is invalid, must be an integer")
    return texts


def _container(container, path):
    resources = container.get("resources") or {}
    texts, seen = [], set()
    for part in ("limits", "requests"):
        if resources.get(part):
            texts += _fractions(resources[part], path / "resources" / part)
    for i, variable in enumerate(container.get("env") or ()):
        name = variable.get("name", "")
        if name in seen and f"$({name})" not in variable.get("value", ""):
            texts.append(f"{(path / 'env').index(i)}: hides previous definition of {go_quote(name)}, which may be dropped when using apply")
        seen.add(name)
    return texts


def _ports(spec, path):
    """Ports that are given twice, in one container or in several."""
    texts, seen = [], {}
    for group in ("containers", "initContainers"):
        for i, container in enumerate(spec.get(group) or ()):
            for j, port in enumerate(container.get("ports") or ()):
                key, at = (port.get("protocol", ""), port.get("containerPort", 0), port.get("hostIP", ""), port.get("hostPort", 0)), (group, i, j)
                if key in seen:
                    texts.append(f"{_port_path(path, *at)}: duplicate port definition with {_port_path(path, *seen[key])}")
                else:
                    seen[key] = at
    return texts


def _port_path(path, group, i, j):
    return ((path / group).index(i) / "ports").index(j)


def _addresses(spec, path):
    texts = []
    named = [(a.get("ip", ""), (path / "hostAliases").index(i) / "ip") for i, a in enumerate(spec.get("hostAliases") or ())]
    named += [(ns, (path / "dnsConfig" / "nameservers").index(i)) for i, ns in enumerate((spec.get("dnsConfig") or {}).get("nameservers") or ())]
    for value, at in named:
        parsed = ips.parse_ip(value)
        if parsed and ips.format_ip(*parsed) != value:
            texts.append(f"{at}: non-standard IP address {go_quote(value)} will be considered invalid in a future Kubernetes release: use {go_quote(ips.format_ip(*parsed))}"
                         if ips.parse_strict(value) is None else f"{at}: IPv6 address {go_quote(value)} should be in RFC 5952 canonical format ({go_quote(ips.format_ip(*parsed))})")
    return texts
