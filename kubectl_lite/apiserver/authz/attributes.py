"""Attributes: one access question, as authorization.k8s.io and Kubernetes' authorisers ask it."""
from __future__ import annotations


class Attributes:
    """May `user` do `verb` on this resource (or, with `path`, on this non-resource URL)?"""
    __slots__ = ("user", "verb", "group", "version", "resource", "subresource", "namespace", "name", "path", "field_selector")

    def __init__(self, user, verb, group="", version="", resource="", subresource="", namespace="", name="", path="", field_selector=""):
        self.user, self.verb, self.group, self.version = user, verb, group, version
        self.resource, self.subresource = resource, subresource
        self.namespace, self.name, self.path, self.field_selector = namespace, name, path, field_selector

    def by(self, user, verb: str) -> "Attributes":
        """The same of another user and verb."""
        return Attributes(user, verb, self.group, self.version, self.resource, self.subresource, self.namespace, self.name, self.path, self.field_selector)

    @property
    def is_resource(self) -> bool:
        return not self.path

    def requires(self, field: str, value: str) -> bool:
        """Whether the request's field selector requires a field to have a value."""
        return any(term.replace("==", "=") == f"{field}={value}" for term in self.field_selector.split(","))


def of_request(user, info) -> Attributes:
    """The access question of a request."""
    if not info.is_resource:
        return Attributes(user, info.verb, path=info.path)
    return Attributes(user, info.verb, info.group, info.version, info.resource, info.subresource, info.namespace, info.name or info.selected,
                      field_selector=info.field_selector)


def refusal(attributes) -> str:
    """The sentence of a Forbidden, as apiserver's responsewriters/errors.go says it."""
    user = attributes.user.name
    if not attributes.is_resource:
        return f'User "{user}" cannot {attributes.verb} path "{attributes.path}"'
    resource = attributes.resource + (f"/{attributes.subresource}" if attributes.subresource else "")
    text = f'User "{user}" cannot {attributes.verb} resource "{resource}" in API group "{attributes.group}"'
    return f'{text} in the namespace "{attributes.namespace}"' if attributes.namespace else f"{text} at the cluster scope"
