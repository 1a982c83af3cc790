"""The conditions of FlowSchemas and PriorityLevelConfigurations, whose status subresources are checked alike."""
from __future__ import annotations

from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

CONDITIONS = Path("status.conditions")


def validate(obj: dict, _old: dict) -> list:
    """ValidateFlowSchemaStatusUpdate and ValidatePriorityLevelConfigurationStatusUpdate."""
    problems, seen = [], set()
    for i, condition in enumerate((obj.get("status") or {}).get("conditions") or ()):
        kind, path = condition.get("type") or "", CONDITIONS.index(i) / "type"
        if kind in seen:
            problems.append(field.duplicate(path, kind))
        seen.add(kind)
        if not kind:
            problems.append(field.required(path, "must not be empty"))
    return problems
