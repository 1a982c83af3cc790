"""Validation of pod templates, which every workload kind calls for its template."""
from __future__ import annotations

from kubectl_lite.api.podspec import annotations
from kubectl_lite.api.podspec import spec as spec_rules
from kubectl_lite.api.podspec.options import TEMPLATE
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path


def validate(template: dict, path: Path, options=TEMPLATE) -> list:
    """ValidatePodTemplateSpec."""
    metadata, spec = template.get("metadata") or {}, template.get("spec") or {}
    problems = meta.labels(metadata.get("labels") or {}, path / "labels")
    problems += meta.annotations(metadata.get("annotations") or {}, path / "annotations")
    problems += annotations.validate(metadata.get("annotations") or {}, spec, path / "annotations", options)
    problems += spec_rules.validate(spec, path / "spec", options)
    problems += annotations.match_fields(metadata.get("annotations") or {}, spec, path / "spec")
    if spec.get("ephemeralContainers"):
        problems.append(field.forbidden(path / "spec" / "ephemeralContainers", "ephemeral containers not allowed in pod template"))
    return problems
