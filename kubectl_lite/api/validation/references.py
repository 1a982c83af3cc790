"""References to other objects, as several kinds hold them: typed local references and parameters."""
from __future__ import annotations

from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, names


def segment(value: str, path) -> list:
    """A name that must be there and fit a URL path."""
    return text.each(names.path_segment(value), value, path) if value else [field.required(path)]


def typed_local(reference: dict, path) -> list:
    """apiGroup (a domain, where it is set), kind and name."""
    problems = []
    if reference.get("apiGroup") is not None:
        problems += text.dns_subdomain(reference["apiGroup"], path / "apiGroup")
    return problems + segment(reference.get("kind") or "", path / "kind") + segment(reference.get("name") or "", path / "name")
