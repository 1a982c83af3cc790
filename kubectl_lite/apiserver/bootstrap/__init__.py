"""Bootstrap: what a new cluster holds before anybody used it; made through the API server's own pipeline, in one batch."""
from __future__ import annotations

import json
import os

from kubectl_lite.api import resources
from kubectl_lite.apiserver.bootstrap import objects
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Request, UserInfo

API_SERVER = UserInfo("system:apiserver", ("system:masters",))


def is_needed(server) -> bool:
    """Whether the store was never written."""
    return server.store.revision() == 0


def bootstrap(server, nodes: list[dict]) -> None:
    """Create the objects of a new cluster and its nodes. What another process created meanwhile is left alone."""
    with server.store.batch():
        for obj in [*objects.first(server.settings), *_rbac(), *objects.rest(), *nodes]:
            _create(server, obj)


def _rbac() -> list[dict]:
    path = os.path.join(os.path.dirname(__file__), "rbac.json")
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def _create(server, obj):
    group, _, version = obj["apiVersion"].rpartition("/")
    row = resources.find_kind(group, version, obj["kind"])
    namespace = obj["metadata"].get("namespace", "")
    response = server.handle(Request("POST", row.path(namespace), {"fieldManager": ["kube-apiserver"]}, {}, obj, API_SERVER))
    if response.status >= 400 and response.body["reason"] != "AlreadyExists":
        raise ApiError(response.body)
