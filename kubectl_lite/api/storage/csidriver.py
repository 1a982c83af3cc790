"""CSIDriver: defaults and validation."""
from __future__ import annotations

from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

ALLOW_UNCONDITIONAL_UPDATE = False
SPEC = Path("spec")
FS_POLICIES = ("File", "None", "ReadWriteOnceWithFSType")
LIFECYCLES = ("Persistent", "Ephemeral")
MIN_TOKEN, MAX_TOKEN, MIN_PERIOD = 600, 1 << 32, 10
DEFAULTS = (("storageCapacity", False), ("attachRequired", True), ("podInfoOnMount", False), ("requiresRepublish", False),
            ("fsGroupPolicy", "ReadWriteOnceWithFSType"), ("seLinuxMount", False))
# (field, the name Kubernetes uses in errors)
REQUIRED = (("attachRequired", "attachedRequired"), ("podInfoOnMount", "podInfoOnMount"), ("storageCapacity", "storageCapacity"))


def prepare_for_create(obj):
    """A field of a feature that is off is dropped."""
    (obj.get("spec") or {}).pop("preventPodSchedulingIfMissing", None)


def prepare_for_update(obj, old):
    """The generation counts changes, but a new driver has none."""
    prepare_for_create(obj)
    if obj.get("spec") != old.get("spec"):
        obj["metadata"]["generation"] = old["metadata"].get("generation", 0) + 1


def default(obj):
    spec = obj.setdefault("spec", {})
    for name, value in DEFAULTS:
        if spec.get(name) is None:
            spec[name] = value
    if not spec.get("volumeLifecycleModes"):
        spec["volumeLifecycleModes"] = ["Persistent"]


def validate(obj):
    spec = obj.get("spec") or {}
    problems = [field.required(SPEC / shown) for name, shown in REQUIRED if spec.get(name) is None]
    problems += text.one_of(spec.get("fsGroupPolicy") or "", FS_POLICIES, SPEC / "fsGroupPolicy", "")
    problems += _tokens(spec.get("tokenRequests") or ())
    problems += [field.not_supported(SPEC / "volumeLifecycleModes", mode, LIFECYCLES) for mode in spec.get("volumeLifecycleModes") or ()
                 if mode not in LIFECYCLES]
    if spec.get("seLinuxMount") is None:
        problems.append(field.required(SPEC / "seLinuxMount"))
    period = spec.get("nodeAllocatableUpdatePeriodSeconds")
    if period is not None and period < MIN_PERIOD:
        problems.append(field.invalid(SPEC / "nodeAllocatableUpdatePeriodSeconds", period, f"must be greater than or equal to {MIN_PERIOD} seconds"))
    in_secrets = spec.get("serviceAccountTokenInSecrets")
    if in_secrets is not None and not spec.get("tokenRequests"):
        problems.append(field.invalid(SPEC / "serviceAccountTokenInSecrets", in_secrets,
                                      "serviceAccountTokenInSecrets is set but no tokenRequests are specified"))
    return problems


def _tokens(requests):
    problems, seen = [], set()
    for i, request in enumerate(requests):
        path, audience, seconds = (SPEC / "tokenRequests").index(i), request.get("audience", ""), request.get("expirationSeconds")
        if audience in seen:
            problems.append(field.duplicate(path / "audience", audience))
            continue
        seen.add(audience)
        if seconds is not None and seconds < MIN_TOKEN:
            problems.append(field.invalid(path / "expirationSeconds", seconds, "may not specify a duration less than 10 minutes"))
        if seconds is not None and seconds > MAX_TOKEN:
            problems.append(field.invalid(path / "expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds"))
    return problems


def validate_update(obj, old):
    spec, was = obj["spec"], old["spec"]
    problems = validate(obj)
    for name, shown in (("attachRequired", "attachedRequired"), ("volumeLifecycleModes", "volumeLifecycleModes")):
        problems += text.immutable(spec.get(name), was.get(name), SPEC / shown)
    return problems


def warnings(obj, old):
    spec = obj.get("spec") or {}
    if spec.get("tokenRequests") and spec.get("serviceAccountTokenInSecrets") is None:
        return ["spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes"]
    return []
