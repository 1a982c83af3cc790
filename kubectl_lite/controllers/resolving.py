"""Resource names of participants ("pods", "deployments.apps") to Resources: the built-in table first, then what the server's discovery says."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.client.mapper import NoResource
from kubectl_lite.machinery.errors import ApiError


def resolver(client):
    """A function from a name to its Resource in the preferred version, or None when nothing serves it."""
    known: dict[str, object] = {}

    def resolve(name: str):
        if name not in known:
            known[name] = _find(client, name)
        return known[name]
    return resolve


def _find(client, name):
    plural, _, group = name.partition(".")
    built_in = resources.preferred(group, plural)
    if built_in is not None:
        return built_in
    try:
        return client.mapper.resource(group, plural)
    except (ApiError, NoResource):
        return None
