"""Client: requests as methods. Raises ApiError for refusals; hands warnings to `on_warning`.

A resource argument is a machinery.resource.Resource, or a (group, plural) pair which the mapper resolves. Answers may share
structure with the store: callers must not change them (copy first).
"""
from __future__ import annotations

from kubectl_lite.client.mapper import Mapper
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import STRATEGIC_PATCH, Request

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"


class Client:
    """One user's view of an API server. `transport` is a Handler: Request -> Response."""

    def __init__(self, transport, user=None, user_agent="kubectl-lite", headers=None, on_warning=None):
        self.transport, self.user, self.on_warning = transport, user, on_warning
        self.headers = {"user-agent": user_agent, **(headers or {})}
        self.mapper = Mapper(self)

    def acting_as(self, user, user_agent: str = "") -> "Client":
        """The same server as seen by another user; what was learnt from discovery is shared."""
        other = Client(self.transport, user, user_agent or self.headers["user-agent"], on_warning=self.on_warning)
        other.mapper = self.mapper
        return other

    def request(self, method: str, path: str, query=None, body=None, headers=None):
        """One raw request; the Response of a success, ApiError otherwise. Query values may be strings or lists of strings."""
        query = {k: v if isinstance(v, list) else [str(v)] for k, v in (query or {}).items() if v not in (None, "")}
        response = self.transport(Request(method, path, query, {**self.headers, **(headers or {})}, body, self.user))
        if self.on_warning:
            for text in response.warnings:
                self.on_warning(text)
        if response.status >= 400:
            raise ApiError(response.body)
        return response

    def get(self, resource, name: str, namespace: str = "", subresource: str = "", **query) -> dict:
        """One object."""
        _must_name(name)
        return self.request("GET", self._row(resource).path(namespace, name, subresource), query).body

    def list(self, resource, namespace: str = "", label_selector: str = "", field_selector: str = "", **query) -> dict:
        """A collection as a list object, each item with its kind and apiVersion."""
        row = self._row(resource)
        query.update(labelSelector=label_selector, fieldSelector=field_selector)
        body = self.request("GET", row.path(namespace), query).body
        return {**body, "items": [o if "kind" in o else {"apiVersion": row.api_version, "kind": row.kind, **o} for o in body["items"]]}

    def table(self, resource, namespace: str = "", name: str = "", subresource: str = "", include_object: str = "", **query) -> dict:
        """A collection or an object as a meta.k8s.io Table."""
        query["includeObject"] = include_object
        return self.request("GET", self._row(resource).path(namespace, name, subresource), query, headers={"accept": TABLE}).body

    def create(self, resource, obj: dict, namespace: str = "", name: str = "", subresource: str = "", **query) -> dict:
        """Create an object (or POST to a subresource of the named one)."""
        return self.request("POST", self._row(resource).path(namespace or _namespace(obj), name, subresource), query, obj).body

    def update(self, resource, obj: dict, subresource: str = "", **query) -> dict:
        """Replace an object, or a part of it."""
        _must_name((obj.get("metadata") or {}).get("name", ""))
        return self.request("PUT", self._row(resource).path(_namespace(obj), obj["metadata"]["name"], subresource), query, obj).body

    def patch(self, resource, name: str, patch, content_type: str = STRATEGIC_PATCH, namespace: str = "", subresource: str = "", **query) -> dict:
        """Patch an object; the patch is a JSON value."""
        _must_name(name)
        return self.request("PATCH", self._row(resource).path(namespace, name, subresource), query, patch, {"content-type": content_type}).body

    def delete(self, resource, name: str, namespace: str = "", options: dict | None = None, **query) -> dict:
        """Delete an object; the object or a Status."""
        _must_name(name)
        return self.request("DELETE", self._row(resource).path(namespace, name), query, options).body

    def delete_collection(self, resource, namespace: str = "", options: dict | None = None, label_selector: str = "", field_selector: str = "", **query) -> dict:
        """Delete all selected objects of a collection."""
        query.update(labelSelector=label_selector, fieldSelector=field_selector)
        return self.request("DELETE", self._row(resource).path(namespace), query, options).body

    def watch(self, resource, namespace: str = "", resource_version: str = "", label_selector: str = "", field_selector: str = "", table: bool = False, **query):
        """A stream of events: poll(timeout) -> [{"type", "object"}], close()."""
        query.update(watch="true", resourceVersion=resource_version, labelSelector=label_selector, fieldSelector=field_selector)
        headers = {"accept": TABLE} if table else None
        return self.request("GET", self._row(resource).path(namespace), query, headers=headers).stream

    def _row(self, resource):
        return self.mapper.resource(*resource) if isinstance(resource, tuple) else resource


class BadName(Exception):
    """A request for one object that names none, or names it so that the path would mean something else."""
    clear = True


def _must_name(name: str) -> None:
    """What client-go's Request.Name refuses."""
    if not name or "/" in name or "%" in name or name in (".", ".."):
        from kubectl_lite.machinery import names
        raise BadName(names.unrequestable(name))


def _namespace(obj):
    return (obj.get("metadata") or {}).get("namespace", "")
