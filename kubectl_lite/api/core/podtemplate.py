"""PodTemplate: a template kept as an object. Mirrors pkg/registry/core/podtemplate."""
from __future__ import annotations

from kubectl_lite.api.podspec import defaults
from kubectl_lite.api.podspec import template as podtemplate
from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api.podspec.options import for_update
from kubectl_lite.api.podspec.warnings import for_template
from kubectl_lite.machinery.field import Path

ALLOW_CREATE_ON_UPDATE = True
HAS_GENERATION = True
TEMPLATE = Path("template")


def default(obj: dict) -> None:
    defaults.default_template(obj.setdefault("template", {}))


def prepare_for_create(obj: dict) -> None:
    """A template has no status."""


def prepare_for_update(obj: dict, old: dict) -> None:
    """Everything may change."""


def bumps_generation(obj: dict, old: dict) -> bool:
    return obj.get("template") != old.get("template")


def validate(obj: dict) -> list:
    return podtemplate.validate(obj["template"], TEMPLATE)


def validate_update(obj: dict, old: dict) -> list:
    was = old.get("template") or {}
    return podtemplate.validate(obj["template"], TEMPLATE, for_update(was.get("spec"), was.get("metadata")))


def warnings(obj: dict, old: dict | None) -> list:
    if old and obj["metadata"].get("generation") == old["metadata"].get("generation"):
        return []
    return for_template(obj.get("template"), TEMPLATE)
