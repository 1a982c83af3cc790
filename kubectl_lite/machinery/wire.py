"""Request and Response: the HTTP-shaped values that every caller and the API server exchange.

Owns the shapes only; knows no kinds, no storage and no sockets.
"""
from __future__ import annotations

JSON = "application/json"
JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"


class UserInfo:
    """Who makes a request, as authentication.k8s.io/v1 UserInfo has it."""
    __slots__ = ("name", "uid", "groups", "extra")

    def __init__(self, name, groups=(), uid="", extra=None):
        self.name, self.uid, self.groups, self.extra = name, uid, tuple(groups), extra or {}

    def __repr__(self):
        return f"UserInfo({self.name!r}, groups={self.groups!r})"


class ClientCertificate:
    """A certificate (PEM) as the caller of a request: the transport has seen that the caller holds its key, the server says whether it counts."""
    __slots__ = ("pem",)

    def __init__(self, pem):
        self.pem = pem


class RawJSON(dict):
    """A body that is no object of a kind and that the server writes indented, as Kubernetes' WriteRawJSON does."""
    __slots__ = ()


class Request:
    """One API request. `query` maps names to lists of strings, header names are lower case.

    `body` is the decoded JSON value (in process) or bytes of JSON/YAML text (over the network).
    `user` is set by a transport that already knows its caller (a UserInfo, or the ClientCertificate it showed); None means: authenticate by headers.
    """
    __slots__ = ("method", "path", "query", "headers", "body", "user")

    def __init__(self, method, path, query=None, headers=None, body=None, user=None):
        self.method, self.path, self.body, self.user = method, path, body, user
        self.query = query or {}
        self.headers = headers or {}

    def param(self, name: str, default: str = "") -> str:
        """The first value of one query parameter."""
        values = self.query.get(name)
        return values[0] if values else default

    def flag(self, name: str) -> bool:
        """A query parameter read as Go's boolean query conversion does: present and not "false" or "0"."""
        values = self.query.get(name)
        return bool(values) and values[0].lower() not in ("false", "0")


class Response:
    """A status code with an object (dict), text (str) or bytes, or a `stream` of watch events.

    A stream has `poll(timeout) -> list of events` (empty when the time passed, StopIteration at the end) and `close()`.
    `warnings` are the texts of the Warning headers.
    """
    __slots__ = ("status", "body", "headers", "stream", "warnings")

    def __init__(self, status, body=None, headers=None, stream=None, warnings=()):
        self.status, self.body, self.stream = status, body, stream
        self.headers = headers or {}
        self.warnings = list(warnings)
