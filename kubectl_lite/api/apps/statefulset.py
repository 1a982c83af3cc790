"""StatefulSet: defaults and validation. Mirrors pkg/apis/apps and pkg/registry/apps/statefulset."""
from __future__ import annotations

from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api.podspec import claims
from kubectl_lite.api.validation import text, workloads
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
NAME_CHECK = "dns_label"
SPEC, STATUS = Path("spec"), Path("status")
TYPES = "io.k8s.api.apps.v1."
STRATEGY = SPEC / "updateStrategy"
RETENTION = SPEC / "persistentVolumeClaimRetentionPolicy"
BOUNDED = ("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas")
MUTABLE = ("replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds")
FIXED = ("updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
         "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")


def default(obj):
    """SetDefaults_StatefulSet, the claim templates included."""
    spec = obj.setdefault("spec", {})
    spec["podManagementPolicy"] = spec.get("podManagementPolicy") or "OrderedReady"
    strategy = spec.setdefault("updateStrategy", {})
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
        strategy.setdefault("rollingUpdate", {})
    rolling = strategy.get("rollingUpdate")
    if strategy["type"] == "RollingUpdate" and rolling is not None and rolling.get("partition") is None:
        rolling["partition"] = 0
    retention = spec.setdefault("persistentVolumeClaimRetentionPolicy", {})
    for name in ("whenDeleted", "whenScaled"):
        retention[name] = retention.get(name) or "Retain"
    if spec.get("replicas") is None:
        spec["replicas"] = 1
    if spec.get("revisionHistoryLimit") is None:
        spec["revisionHistoryLimit"] = 10
    workloads.default_template(spec)
    _default_claims(spec)


def _default_claims(spec):
    from kubectl_lite.api.core import persistentvolumeclaim
    for claim in spec.get("volumeClaimTemplates") or ():
        persistentvolumeclaim.default(claim)
        claim["apiVersion"], claim["kind"] = "v1", "PersistentVolumeClaim"
        claim.setdefault("metadata", {})
        claim.setdefault("status", {}).setdefault("phase", "Pending")


def prepare_for_create(obj):
    obj["status"] = {"replicas": 0, "availableReplicas": 0}
    _drop_disabled(obj)


def prepare_for_update(obj, old):
    obj["status"] = old.get("status") or {}
    _drop_disabled(obj)


def _drop_disabled(obj):
    """A field of a feature that is off is dropped."""
    (((obj.get("spec") or {}).get("updateStrategy") or {}).get("rollingUpdate") or {}).pop("maxUnavailable", None)


def validate(obj, old=None):
    """ValidateStatefulSetSpec."""
    spec = obj.get("spec") or {}
    problems = _management(spec.get("podManagementPolicy") or "")
    problems += _strategy(spec.get("updateStrategy") or {}) + _retention(spec.get("persistentVolumeClaimRetentionPolicy"))
    problems += text.non_negative(spec.get("replicas"), SPEC / "replicas")
    problems += text.non_negative(spec.get("minReadySeconds"), SPEC / "minReadySeconds")
    if spec.get("ordinals") is not None:
        problems += text.non_negative(spec["ordinals"].get("start"), SPEC.child("ordinals", "start"))
    if spec.get("serviceName") and old is None:
        problems += text.dns_label(spec["serviceName"], SPEC / "serviceName")
    found_problems, found = workloads.selector(spec, SPEC, "statefulset")
    problems += found_problems
    template, at = spec.get("template") or {}, SPEC / "template"
    if old is None:
        for i, claim in enumerate(spec.get("volumeClaimTemplates") or ()):
            problems += claims.validate_spec(claim.get("spec") or {}, (SPEC / "volumeClaimTemplates").index(i) / "spec")
    if found is None:
        problems.append(workloads.unreadable(spec, SPEC, ""))
    else:
        problems += workloads.selected(template, found, at)
        problems += workloads.template_problems(_as_pods(template, spec), ((old or {}).get("spec") or {}).get("template"), at)
    return problems + _restarted(template, at)


def _management(policy):
    path = SPEC / "podManagementPolicy"
    if not policy:
        return [field.required(path)]
    return [] if policy in ("OrderedReady", "Parallel") else [field.invalid(path, policy, "must be 'OrderedReady' or 'Parallel'")]


def _as_pods(template, spec):
    """The template as the controller's pods will have it: with a volume for each claim and the service's subdomain."""
    names = list(dict.fromkeys((claim.get("metadata") or {}).get("name") or "" for claim in spec.get("volumeClaimTemplates") or ()))
    pod = {k: v for k, v in (template.get("spec") or {}).items() if k != "subdomain"}
    own = [v for v in pod.get("volumes") or () if v.get("name") not in names]
    pod["volumes"] = [{"name": name, "persistentVolumeClaim": {"claimName": name}} for name in names] + own
    return {**template, "spec": pod}


def _restarted(template, at):
    return workloads.always_restarted(template, at, "activeDeadlineSeconds in StatefulSet is not Supported")


def _strategy(strategy):
    kind, rolling, path = strategy.get("type", ""), strategy.get("rollingUpdate"), STRATEGY / "rollingUpdate"
    if not kind:
        return [field.required(STRATEGY)]
    from kubectl_lite.api import internal
    if kind == "OnDelete":
        if rolling is None:
            return []
        return [field.invalid(path, internal.value({"partition": 0, **rolling}, TYPES + "RollingUpdateStatefulSetStrategy"), "only allowed for updateStrategy 'RollingUpdate'")]
    if kind != "RollingUpdate":
        return [field.invalid(STRATEGY, internal.value(strategy, TYPES + "StatefulSetUpdateStrategy"), "must be 'RollingUpdate' or 'OnDelete'")]
    if rolling is None:
        return []
    problems = text.non_negative(rolling.get("partition", 0), path / "partition")
    unavailable = rolling.get("maxUnavailable")
    if unavailable is not None:
        problems += workloads.positive_int_or_percent(unavailable, path / "maxUnavailable")
        if workloads.amount(unavailable) == 0:
            problems.append(field.invalid(path / "maxUnavailable", unavailable, "cannot be 0"))
        problems += workloads.at_most_100_percent(unavailable, path / "maxUnavailable")
    return problems


def _retention(policy):
    if policy is None:
        return []
    problems = []
    for name in ("whenDeleted", "whenScaled"):
        if policy.get(name) not in ("Retain", "Delete"):
            problems.append(field.not_supported(RETENTION / name, policy.get(name, ""), ("Retain", "Delete")))
    return problems


def validate_update(obj, old):
    """The name is checked leniently here: older sets may have long ones."""
    problems = validate(obj, old)
    spec, was = obj["spec"], old["spec"]
    if {k: v for k, v in spec.items() if k not in MUTABLE} != {k: v for k, v in was.items() if k not in MUTABLE}:
        problems.append(field.forbidden(SPEC, FIXED))
    return problems


def validate_status_update(obj, old):
    status, was = obj.get("status") or {}, old.get("status") or {}
    problems = workloads.counts(status, ("replicas", *BOUNDED, "observedGeneration", "collisionCount"), STATUS)
    problems += workloads.bounded(status, BOUNDED, STATUS)
    problems += workloads.bounded(status, ("availableReplicas",), STATUS, "readyReplicas", "status.readyReplicas")
    return problems + workloads.never_decremented(status, was, STATUS)


def warnings(obj, old):
    spec, found = obj["spec"], workloads.template_warnings(obj, old, obj["spec"].get("template"), SPEC / "template", name_in_pods=False)
    for i, claim in enumerate(spec.get("volumeClaimTemplates") or ()):
        found += claims.spec_warnings(claim.get("spec") or {}, (SPEC / "volumeClaimTemplates").index(i))
    if (spec.get("revisionHistoryLimit") or 0) < 0:
        found.append("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended")
    return found
