"""RuntimeClass: a handler, what it costs, where it runs."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.podspec import resources, scheduling
from kubectl_lite.api.podspec.options import TEMPLATE
from kubectl_lite.api.validation import meta, nodelabels, text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

ALLOW_UNCONDITIONAL_UPDATE = False
ALLOW_CREATE_ON_UPDATE = True
SCHEDULING = Path("scheduling")


def default(obj):
    """The fixed costs are rounded as all resource lists are."""
    from kubectl_lite.machinery import quantity
    fixed = (obj.get("overhead") or {}).get("podFixed")
    for name in fixed or ():
        fixed[name] = quantity.canonical_rounded(fixed[name])


def validate(obj):
    handler = obj.get("handler") or ""
    problems = text.dns_label(handler, "handler") if handler else [field.required("handler")]
    if obj.get("overhead") is not None:
        problems += resources.validate({"limits": obj["overhead"].get("podFixed") or {}}, Path("overhead"), TEMPLATE)
    if obj.get("scheduling") is not None:
        problems += _scheduling(obj["scheduling"])
    return problems


def _scheduling(value):
    problems, tolerations = meta.labels(value.get("nodeSelector") or {}, SCHEDULING / "nodeSelector"), value.get("tolerations") or ()
    path = SCHEDULING / "tolerations"
    for i, toleration in enumerate(tolerations):
        problems += scheduling.tolerations([toleration], _At(path.index(i)))
        if toleration in tolerations[:i]:
            problems.append(field.duplicate(path.index(i), internal.value(toleration, "Toleration")))
    return problems


class _At(Path):
    """A path whose only element is itself."""
    __slots__ = ()

    def index(self, i):
        return Path(str(self))


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False) + validate(obj) + text.immutable(obj.get("handler") or "", old.get("handler") or "", "handler")


def warnings(obj, old):
    labels = (obj.get("scheduling") or {}).get("nodeSelector") or ()
    return [f"{SCHEDULING / 'nodeSelector'}: {nodelabels.DEPRECATED[key]}" for key in labels if key in nodelabels.DEPRECATED]
