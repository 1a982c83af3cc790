"""StorageClass: defaults, validation; nearly nothing may change. Mirrors pkg/apis/storage."""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, nodelabels, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

RECLAIM, BINDING = ("Delete", "Retain"), ("Immediate", "WaitForFirstConsumer")
MAX_PARAMETERS, MAX_PARAMETERS_SIZE = 512, 256 * 1024
TOPOLOGIES = Path("allowedTopologies")


def default(obj):
    obj["reclaimPolicy"] = obj.get("reclaimPolicy") or "Delete"
    obj["volumeBindingMode"] = obj.get("volumeBindingMode") or "Immediate"


def validate(obj):
    provisioner = obj.get("provisioner") or ""
    problems = text.qualified_name(provisioner.lower(), "provisioner") if provisioner else [field.required("provisioner")]
    problems += parameters(obj.get("parameters") or {}, Path("parameters"))
    policy = obj.get("reclaimPolicy")
    if policy and policy not in RECLAIM:
        problems.append(field.not_supported("reclaimPolicy", policy, RECLAIM))
    problems += text.one_of(obj.get("volumeBindingMode") or "", BINDING, "volumeBindingMode", "")
    return problems + _topologies(obj.get("allowedTopologies") or ())


def parameters(values: dict, path, required: bool = False) -> list:
    """Names are there, and not too many, and not too long altogether."""
    if len(values) > MAX_PARAMETERS:
        return [field.too_long(path, MAX_PARAMETERS)]
    if required and not values:
        return [field.required(path, "must contain at least one key/value pair")]
    problems = [field.invalid(path, key, "field can not be empty.") for key in values if not key]
    if sum(names.size(k) + names.size(v) for k, v in values.items()) > MAX_PARAMETERS_SIZE:
        problems.append(field.too_long(path, MAX_PARAMETERS_SIZE))
    return problems


def _topologies(terms):
    problems, seen = [], []
    for i, term in enumerate(terms):
        path, expressions = TOPOLOGIES.index(i), term.get("matchLabelExpressions") or ()
        form = {}
        for j, expression in enumerate(expressions):
            at, key = (path / "matchLabelExpressions").index(j), expression.get("key", "")
            problems += _expression(expression, at)
            if key in form:
                problems.append(field.duplicate(at / "key", key))
            form[key] = sorted(expression.get("values") or ())
        if form in seen:
            problems.append(field.duplicate(path / "matchLabelExpressions", ""))
        seen.append(form)
    return problems


def _expression(expression, path):
    values, problems = expression.get("values") or (), []
    if not values:
        problems.append(field.required(path / "values"))
    for i, value in enumerate(values):
        if value in values[:i]:
            problems.append(field.duplicate((path / "values").index(i), value))
    return problems + meta.label_name(expression.get("key", ""), path / "key")


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], False) + validate(obj)
    for name in ("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"):
        problems += text.immutable(as_sent(obj, name) if name == "parameters" else obj.get(name) or "", old.get(name), name)
    return problems


def warnings(obj, old):
    terms = enumerate(obj.get("allowedTopologies") or ())
    return [w for i, term in terms for w in nodelabels.of_expressions(term.get("matchLabelExpressions"), TOPOLOGIES.index(i) / "matchLabelExpressions")]
