"""PriorityLevelConfiguration: how much of the server a level gets, and what happens beyond. Mirrors pkg/apis/flowcontrol/validation."""
from __future__ import annotations

from math import ceil, log2

from kubectl_lite.api import internal
from kubectl_lite.api.flowcontrol import bootstrap, conditions
from kubectl_lite.api.strategy import USERS_METADATA, status_alone
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SPEC = Path("spec")
LIMITED, EXEMPT = SPEC / "limited", SPEC / "exempt"
MAX_QUEUES, MAX_BITS = 10000000, 60
QUEUING = (("queues", 64), ("handSize", 8), ("queueLengthLimit", 50))


def default(obj):
    spec = obj.setdefault("spec", {})
    if spec.get("type") == "Exempt":
        exempt = spec.setdefault("exempt", {})
        _default_shares(exempt, 0)
    limited = spec.get("limited")
    if limited is None:
        return
    _default_shares(limited, 30)
    queuing = (limited.get("limitResponse") or {}).get("queuing")
    for name, value in QUEUING if queuing is not None else ():
        queuing[name] = queuing.get(name) or value


def _default_shares(part, shares):
    for name, value in (("nominalConcurrencyShares", shares), ("lendablePercent", 0)):
        if part.get(name) is None:
            part[name] = value


def prepare_for_create(obj):
    obj["status"] = {}


prepare_for_status_update = status_alone(*USERS_METADATA)
validate_status_update = conditions.validate


def validate(obj):
    spec, name = obj.get("spec") or {}, obj["metadata"].get("name", "")
    return _type(spec, name) + _mandatory(spec, name)


def _type(spec, name):
    kind, problems = spec.get("type") or "", []
    if (name == "exempt") != (kind == "Exempt") and kind in ("Exempt", "Limited"):
        problems.append(field.invalid(SPEC / "type", kind, "type must be 'Exempt' if and only if `name` is 'exempt'"))
    if kind == "Exempt":
        if spec.get("limited") is not None:
            problems.append(field.forbidden(LIMITED, "must be nil if the type is not Limited"))
        return problems + _shares(spec.get("exempt") or {}, EXEMPT)
    if kind == "Limited":
        if spec.get("exempt") is not None:
            problems.append(field.forbidden(EXEMPT, "must be nil if the type is Limited"))
        return problems + (_limited(spec["limited"]) if spec.get("limited") is not None
                           else [field.required(LIMITED, "must not be empty when type is Limited")])
    return [*problems, field.not_supported(SPEC / "type", kind, ("Exempt", "Limited"))]


def _mandatory(spec, name):
    """Of the exempt level its own part may change, of the other nothing."""
    fixed, mine = bootstrap.mandatory("PriorityLevelConfiguration", name, default), spec
    if name == "exempt":
        fixed, mine = ({**s, "exempt": None} for s in (fixed, spec))
    if fixed in (None, mine):
        return []
    what = f"spec of '{name}' except the 'spec.exempt' field" if name == "exempt" else f"spec of '{name}'"
    return [field.invalid(SPEC, internal.value(spec, "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec"), f"{what} must equal the fixed value")]


def _shares(part, path):
    shares, lendable, problems = part.get("nominalConcurrencyShares"), part.get("lendablePercent"), []
    if shares is not None and shares < 0:
        problems.append(field.invalid(path / "nominalConcurrencyShares", shares, "must be a non-negative integer"))
    if lendable is not None and not 0 <= lendable <= 100:
        problems.append(field.invalid(path / "lendablePercent", lendable, "must be between 0 and 100, inclusive"))
    return problems


def _limited(limited):
    shares = _shares({"nominalConcurrencyShares": limited.get("nominalConcurrencyShares")}, LIMITED)
    problems = shares + _response(limited.get("limitResponse") or {}, LIMITED / "limitResponse")
    problems += _shares({"lendablePercent": limited.get("lendablePercent")}, LIMITED)
    borrowing = limited.get("borrowingLimitPercent")
    if borrowing is not None and borrowing < 0:
        problems.append(field.invalid(LIMITED / "borrowingLimitPercent", borrowing, "if specified, must be a non-negative integer"))
    return problems


def _response(response, path):
    kind, queuing = response.get("type") or "", response.get("queuing")
    if kind == "Reject":
        return [] if queuing is None else [field.forbidden(path / "queuing", "must be nil if limited.limitResponse.type is not Limited")]
    if kind != "Queue":
        return [field.not_supported(path / "type", kind, ("Queue", "Reject"))]
    if queuing is None:
        return [field.required(path / "queuing", "must not be empty if limited.limitResponse.type is Limited")]
    return _queuing(queuing, path / "queuing")


def _queuing(queuing, path):
    length, queues, hand = (queuing.get(name) or 0 for name in ("queueLengthLimit", "queues", "handSize"))
    problems = []
    if length <= 0:
        problems.append(field.invalid(path / "queueLengthLimit", length, "must be positive"))
    if queues <= 0:
        problems.append(field.invalid(path / "queues", queues, "must be positive"))
    elif queues > MAX_QUEUES:
        problems.append(field.invalid(path / "queues", queues, f"must not be greater than {MAX_QUEUES}"))
    if hand <= 0:
        problems.append(field.invalid(path / "handSize", hand, "must be positive"))
    elif hand > queues:
        problems.append(field.invalid(path / "handSize", hand, f"should not be greater than queues ({queues})"))
    elif ceil(log2(queues) * hand) > MAX_BITS:
        problems.append(field.invalid(path / "handSize", hand, f"required entropy bits of deckSize {queues} and handSize {hand} should not be greater than {MAX_BITS}"))
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False) + validate(obj)
