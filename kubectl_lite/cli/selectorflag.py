"""--selector as a LabelSelector object."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError

OPERATORS = {"in": "In", "notin": "NotIn", "exists": "Exists", "!": "DoesNotExist"}


def label_selector(text: str) -> dict:
    """metav1.ParseToLabelSelector: equalities become matchLabels, everything else matchExpressions."""
    from kubectl_lite.machinery import labels
    try:
        requirements = labels.parse(text).requirements
    except ValueError as e:
        raise CommandError(f'couldn\'t parse the selector string "{text}": {e}') from None
    match = {r.key: r.values[0] for r in requirements if r.operator in ("=", "==")}
    expressions = [_expression(r) for r in requirements if r.operator not in ("=", "==")]
    return {**({"matchLabels": match} if match else {}), **({"matchExpressions": expressions} if expressions else {})}


def _expression(requirement) -> dict:
    operator = OPERATORS.get(requirement.operator)
    if operator is None:
        raise CommandError(f'"{requirement.operator}" is not a valid label selector operator')
    values = {"values": sorted(requirement.values)} if requirement.values else {}
    return {"key": requirement.key, "operator": operator, **values}
