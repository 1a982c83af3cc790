"""Updates of pods: almost nothing may change. Mirrors ValidatePodUpdate."""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent, shallow
from kubectl_lite.api.podspec import annotations, scheduling
from kubectl_lite.api.podspec.options import for_update
from kubectl_lite.api.specdiff import diff
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
MAX_INT32 = (1 << 31) - 1
UPDATABLE = ("`spec.containers[*].image`", "`spec.initContainers[*].image`", "`spec.activeDeadlineSeconds`",
             "`spec.tolerations` (only additions to existing tolerations)",
             "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)")
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def validate_update(pod: dict, old: dict) -> list:
    """ValidatePodUpdate after the generic comparison of metadata."""
    from kubectl_lite.api.core.pod import metadata_and_spec
    options = for_update(old["spec"], old["metadata"], is_pod=True)
    problems = meta.validate_meta(pod["metadata"], True) + metadata_and_spec(pod, options)
    problems += annotations.validate_update(pod["metadata"].get("annotations") or {}, old["metadata"].get("annotations") or {}, pod["spec"],
                                            Path("metadata.annotations"), options)
    more, stop = _allowed_changes(pod["spec"], old["spec"])
    problems += more
    return problems if stop else problems + _frozen_rest(pod["spec"], old["spec"])


def _allowed_changes(spec, old):
    """Field errors of the fields that may change in some ways; the second value says that they end the validation."""
    problems = []
    for group in ("containers", "initContainers"):
        mine, theirs = spec.get(group) or (), old.get(group) or ()
        if len(mine) != len(theirs):
            return [*problems, field.forbidden(SPEC / group, "pod updates may not add or remove containers")], True
        problems += [p for i, container in enumerate(mine) for p in _image(container, (SPEC / group).index(i) / "image")]
    more, stop = _deadline(spec.get("activeDeadlineSeconds"), old.get("activeDeadlineSeconds"))
    if stop:
        return problems + more, True
    problems += more + _tolerations(spec, old)
    return problems + _gates(spec, old), False


def _image(container, path):
    image = container.get("image", "")
    if not image:
        return [field.required(path)]
    return [field.invalid(path, image, "must not have leading or trailing whitespace")] if image.strip() != image else []


def _deadline(new, old):
    path = SPEC / "activeDeadlineSeconds"
    if new is None:
        return ([] if old is None else [field.invalid(path, None, "must not update from a positive integer to nil value")]), False
    bad = names.in_range(new, 0, MAX_INT32)
    if bad:
        return [field.invalid(path, new, text) for text in bad], True
    if old is not None and old < new:
        return [field.invalid(path, new, "must be less than or equal to previous value")], True
    return [], False


def _tolerations(spec, old):
    """validateOnlyAddedTolerations."""
    mine = spec.get("tolerations") or []
    bare = [_without_seconds(t) for t in mine]
    for toleration in old.get("tolerations") or ():
        if _without_seconds(toleration) not in bare:
            return [field.forbidden(SPEC / "tolerations", "existing toleration can not be modified except its tolerationSeconds")]
    return scheduling.tolerations(mine, SPEC / "tolerations")


def _without_seconds(toleration):
    return {k: v for k, v in toleration.items() if k != "tolerationSeconds"}


def _gates(spec, old):
    """validateOnlyDeletedSchedulingGates."""
    known = {g.get("name", "") for g in old.get("schedulingGates") or ()}
    place = {g.get("name", ""): i for i, g in enumerate(spec.get("schedulingGates") or ())}
    return [field.forbidden((SPEC / "schedulingGates").index(i) / "name", f"only deletion is allowed, but found new scheduling gate '{name}'")
            for name, i in place.items() if name not in known]


def _frozen_rest(spec, old):
    if spec == old:
        return []
    munged, problems = shallow(spec), []
    for group in ("containers", "initContainers"):
        if spec.get(group):
            munged[group] = [_with_image(c, o) for c, o in zip(spec[group], old[group])]
    for name in ("activeDeadlineSeconds", "schedulingGates", "tolerations"):
        _take(munged, old, name)
    if (old.get("terminationGracePeriodSeconds") or 0) < 0 and munged.get("terminationGracePeriodSeconds") == 1:
        _take(munged, old, "terminationGracePeriodSeconds")
    if old.get("schedulingGates"):
        problems += _while_gated(munged, old)
    if munged != old:
        text = "pod updates may not change fields other than " + ",".join(UPDATABLE) + "\n" + diff(old, munged, "PodSpec")
        problems.append(field.forbidden(SPEC, text))
    return problems


def _with_image(container, old):
    changed = shallow(container)
    _take(changed, old, "image")
    return changed


def _take(obj, old, name):
    if name in old:
        obj[name] = old[name]
    else:
        obj.pop(name, None)


def _while_gated(munged, old):
    """A gated pod may still be steered to fewer nodes."""
    problems = []
    if munged.get("nodeSelector") != old.get("nodeSelector"):
        mine, theirs = munged.get("nodeSelector") or {}, old.get("nodeSelector") or {}
        if any(mine.get(key) != value or key not in mine for key, value in theirs.items()):
            problems.append(field.invalid(SPEC / "nodeSelector", as_sent(munged, "nodeSelector"), "only additions to spec.nodeSelector are allowed (no mutations or deletions)"))
        _take(munged, old, "nodeSelector")
    before, after = (old.get("affinity") or {}).get("nodeAffinity"), (munged.get("affinity") or {}).get("nodeAffinity")
    if before != after:
        problems += _node_affinity(after, before)
        _keep_node_affinity(munged, old, before)
    return problems


def _node_affinity(new, old):
    """validateNodeAffinityMutation: terms may grow, and only the expressions in them."""
    from kubectl_lite.api import internal
    if old is None or old.get(REQUIRED) is None:
        return []
    path = SPEC / "affinity" / "nodeAffinity" / REQUIRED / "nodeSelectorTerms"
    theirs = old[REQUIRED].get("nodeSelectorTerms") or []
    mine = ((new or {}).get(REQUIRED) or {}).get("nodeSelectorTerms") or []
    if theirs and len(mine) != len(theirs):
        return [field.invalid(path, internal.value(mine or None, "NodeSelectorTerm"), "no additions/deletions to non-empty NodeSelectorTerms list are allowed")]
    return [field.invalid(path.index(i), internal.value(a, "NodeSelectorTerm"), "only additions are allowed (no mutations or deletions)")
            for i, (a, b) in enumerate(zip(mine, theirs)) if not _only_additions(a, b)]


def _only_additions(new, old):
    parts = [(new.get(name) or [], old.get(name) or []) for name in ("matchExpressions", "matchFields")]
    if not any(b for _, b in parts) and any(a for a, _ in parts):
        return False
    return all(a[:len(b)] == b for a, b in parts)


def _keep_node_affinity(munged, old, before):
    affinity = munged.get("affinity")
    if affinity is None:
        if before is not None:
            munged["affinity"] = {"nodeAffinity": before}
        return
    if old.get("affinity") is None and affinity.get("podAffinity") is None and affinity.get("podAntiAffinity") is None:
        munged.pop("affinity")
        return
    munged["affinity"] = dict(affinity)
    _take(munged["affinity"], old.get("affinity") or {}, "nodeAffinity")
