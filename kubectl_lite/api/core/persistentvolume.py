"""PersistentVolume: defaults, validation, what may change. Its sources are in persistentvolumesources.py."""
from __future__ import annotations

from posixpath import normpath

from kubectl_lite.api import internal, schema, specdiff
from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.core import persistentvolumesources
from kubectl_lite.api.podspec import claims
from kubectl_lite.api.podspec.affinity import node_selector
from kubectl_lite.api.podspec.defaults import default_volume
from kubectl_lite.api.podspec.leniency import has_bad_node_values
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, quantity
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
SUCCESSORS = {
    "beta.kubernetes.io/arch": "kubernetes.io/arch",
    "beta.kubernetes.io/os": "kubernetes.io/os",
    "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
}
TYPE = "io.k8s.api.core.v1.PersistentVolumeSpec"
RECLAIM, MODES = ("Delete", "Recycle", "Retain"), ("Block", "Filesystem")
NOT_SOURCES = {"Capacity", "AccessModes", "ClaimRef", "PersistentVolumeReclaimPolicy", "StorageClassName", "MountOptions", "VolumeMode", "NodeAffinity",
               "VolumeAttributesClassName"}
OLD_ANNOTATIONS = (("volume.beta.kubernetes.io/storage-class", 'deprecated since v1.8; use "storageClassName" attribute instead'),
                   ("volume.beta.kubernetes.io/mount-options", 'deprecated since v1.31; use "mountOptions" attribute instead'))
WARNED = ("cephfs", "photonPersistentDisk", "rbd", "scaleIO", "storageos", "glusterfs")
SOURCE_FIXED = "spec.persistentvolumesource is immutable after creation\n"


def default(obj):
    """SetDefaults_PersistentVolume and those of its source."""
    status = obj.setdefault("status", {})
    status["phase"] = status.get("phase") or "Pending"
    spec = obj.setdefault("spec", {})
    spec["persistentVolumeReclaimPolicy"] = spec.get("persistentVolumeReclaimPolicy") or "Retain"
    if spec.get("volumeMode") is None:
        spec["volumeMode"] = "Filesystem"
    for name, *_ in persistentvolumesources.SOURCES:
        if spec.get(name) is not None:
            default_volume({name: spec[name]})


def prepare_for_create(obj):
    obj["status"] = {"phase": "Pending"}


def stamp(obj, old, now):
    """When the phase changed last, unless the writer says so."""
    status, was = obj.get("status") or {}, (old or {}).get("status") or {}
    same_time = status.get("lastPhaseTransitionTime") == was.get("lastPhaseTransitionTime")
    if status.get("phase") != was.get("phase") and same_time:
        obj["status"] = {**status, "lastPhaseTransitionTime": now}


def validate(obj, values_too: bool = True):
    """ValidatePersistentVolumeSpec; `values_too`: the values of the node affinity must be label values."""
    spec = obj.get("spec") or {}
    problems = claims.access_modes(spec.get("accessModes") or (), SPEC / "accessModes") if spec.get("accessModes") else [field.required(SPEC / "accessModes")]
    problems += _capacity(as_sent(spec, "capacity"))
    policy = spec.get("persistentVolumeReclaimPolicy") or ""
    if policy and policy not in RECLAIM:
        problems.append(field.not_supported(SPEC / "persistentVolumeReclaimPolicy", policy, RECLAIM))
    problems += _affinity(spec.get("nodeAffinity"), values_too) + persistentvolumesources.validate(spec, SPEC, obj["metadata"].get("name", ""))
    host_path = (spec.get("hostPath") or {}).get("path", "")
    if policy == "Recycle" and host_path.startswith("/") and not normpath(host_path).strip("/"):
        problems.append(field.forbidden(SPEC / "persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'"))
    if spec.get("storageClassName"):
        problems += text.dns_subdomain(spec["storageClassName"], SPEC / "storageClassName")
    problems += text.one_of(spec.get("volumeMode"), MODES, SPEC / "volumeMode")
    return problems + _attributes_class(spec)


def _capacity(capacity):
    path, problems = SPEC / "capacity", []
    if not capacity:
        problems.append(field.required(path))
    if not capacity or set(capacity) != {"storage"}:
        problems.append(field.not_supported(path, capacity, ("storage",)))
    for name, value in sorted((capacity or {}).items()):
        problems += claims.basic_amount(value, path, name)
        if quantity.parse(value) <= quantity.ZERO:
            problems.append(field.invalid(path.key(name), value, "must be greater than zero"))
    return problems


def _affinity(affinity, values_too):
    if affinity is None:
        return []
    path = SPEC.child("nodeAffinity", "required")
    if affinity.get("required") is None:
        return [field.required(path, "must specify required node constraints")]
    return node_selector(affinity["required"], path, values_too)


def _attributes_class(spec):
    name, problems = spec.get("volumeAttributesClassName"), []
    if name is None:
        return []
    if name:
        problems += text.dns_subdomain(name, SPEC / "volumeAttributesClassName")
    if spec.get("csi") is None:
        problems.append(field.required(SPEC / "csi", "has to be specified when using volumeAttributesClassName"))
    return problems


def validate_update(obj, old):
    """ValidatePersistentVolumeUpdate."""
    spec, was = obj["spec"], old["spec"]
    lenient = has_bad_node_values((was.get("nodeAffinity") or {}).get("required"))
    problems = meta.validate_meta(obj["metadata"], False) + validate(obj, values_too=not lenient)
    problems += _source_changes(spec, was)
    if spec.get("volumeMode") != was.get("volumeMode"):
        problems.append(field.invalid("volumeMode", spec.get("volumeMode"), "field is immutable"))
    new_affinity, affinity = spec.get("nodeAffinity"), was.get("nodeAffinity")
    if affinity is not None and new_affinity != affinity and not _renamed(affinity, new_affinity):
        problems.append(field.invalid("nodeAffinity", internal.value(new_affinity, "VolumeNodeAffinity"),
                                      "field is immutable, except for updating from beta label to GA"))
    if was.get("volumeAttributesClassName") is not None and spec.get("volumeAttributesClassName") is None:
        problems.append(field.forbidden(SPEC / "volumeAttributesClassName", "update from non-nil value to nil is forbidden"))
    return problems


def _renamed(was, new):
    """Whether only keys of beta labels became those of their successors; Go takes an emptied key for one of those."""
    olds, news = (((a or {}).get("required") or {}).get("nodeSelectorTerms") or [] for a in (was, new))
    settled = []
    for before, after in zip(olds, news):
        pairs = list(zip(before.get("matchExpressions") or [], after.get("matchExpressions") or []))
        renamed = [{**b, "key": a["key"]} if a.get("key") == SUCCESSORS.get(b.get("key"), "") else b for b, a in pairs]
        rest = (before.get("matchExpressions") or [])[len(pairs):]
        settled.append({**before, "matchExpressions": renamed + rest} if renamed or rest else before)
    return len(olds) == len(news) and settled == news


def _source_changes(spec, was):
    names = [name for name, facts in schema.fields(TYPE).items() if facts.get("in") == "PersistentVolumeSource"]
    new, before = ({n: s[n] for n in names if s.get(n) is not None} for s in (spec, was))
    expand = "controllerExpandSecretRef"
    if "csi" in new and "csi" in before and expand not in before["csi"]:
        new["csi"] = {k: v for k, v in new["csi"].items() if k != expand}
    if new == before:
        return []
    forms = [_source_form(s) for s in (before, new)]
    return [field.forbidden(SPEC / "persistentvolumesource", SOURCE_FIXED + specdiff.diff_forms(*forms))]


def _source_form(source):
    """The embedded source alone, in its internal form."""
    return {key: value for key, value in internal.form(source, TYPE).items() if key not in NOT_SOURCES}


def prepare_for_status_update(obj, old):
    """The status is written; the rest stays."""
    obj["spec"] = old.get("spec") or {}


def warnings(obj, old):
    """GetWarningsForPersistentVolume."""
    from kubectl_lite.api.podspec import warnings as words
    spec, annotations = obj.get("spec") or {}, obj["metadata"].get("annotations") or {}
    found = [f"metadata.annotations[{key}]: {text_}" for key, text_ in OLD_ANNOTATIONS if key in annotations]
    if spec.get("persistentVolumeReclaimPolicy") == "Recycle":
        found.append("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.")
    for i, term in enumerate(((spec.get("nodeAffinity") or {}).get("required") or {}).get("nodeSelectorTerms") or ()):
        found += words.node_selector_term(term, SPEC.child("nodeAffinity", "required", "nodeSelectorTerms").index(i))
    return found + words.deprecated_sources({kind: spec.get(kind) for kind in WARNED}, SPEC)
