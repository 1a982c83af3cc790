"""DEPRECATED: resources whose every request is answered with a warning."""
from __future__ import annotations

# (group, version, resource) -> text
DEPRECATED = {
    ("", "v1", "endpoints"): "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    ("", "v1", "componentstatuses"): "v1 ComponentStatus is deprecated in v1.19+",
}


def warning(resource) -> str:
    """The warning for requests of a resource; "" for most."""
    return DEPRECATED.get((resource.group, resource.version, resource.name), "")
