"""Bootstrap: what a new cluster holds before anybody used it; made through the API server's own pipeline, written at once."""
from __future__ import annotations

import json
import os

from kubectl_lite.api import resources
from kubectl_lite.api.flowcontrol import bootstrap as flowcontrol
from kubectl_lite.apiserver.bootstrap import apiservices, objects
from kubectl_lite.apiserver.conditions import API_SERVER
from kubectl_lite.apiserver.server import Server
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Request
from kubectl_lite.storage.memory import MemoryStore
from kubectl_lite.storage.parts import parts
from kubectl_lite.storage.protocol import CompareFailed, Put
from kubectl_lite.storage.versioner import unstamped

_TRIES = 20  # so often another may be faster


def into(store, server, nodes: list[dict], last: str) -> None:
    """Fill a store that holds no cluster. The objects are made in memory first: a crash leaves all of them or none, and of two
    processes that do this at once one wins and the other does nothing.

    A store that does not take so much in one commit gets several, of which the one with the key `last` is the last; whoever finds that key
    missing goes on where another was interrupted.
    """
    scratch = Server(MemoryStore(), server.env, server.settings)
    for obj in [*objects.first(server.settings), *_rbac(), *objects.rest(), *flowcontrol.objects(), *apiservices.objects(), *nodes]:
        _create(scratch, obj)
    puts = [Put(entry.key, unstamped(entry.value), 0) for entry in scratch.store.range("/registry/").entries]
    puts.sort(key=lambda put: put.key == last)
    note = {"time": server.env.micro_timestamp(), "user": API_SERVER.name, "verb": "bootstrap"}
    for _ in range(_TRIES):
        there = set(store.keys("/registry/")) if store.OPERATIONS_MAX else ()
        if last in there:
            return
        try:
            for part in parts(store, [put for put in puts if put.key not in there]):
                store.commit(part, note)
            return
        except CompareFailed:
            if not store.OPERATIONS_MAX:
                return


def _rbac() -> list[dict]:
    path = os.path.join(os.path.dirname(__file__), "rbac.json")
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def _create(server, obj):
    group, _, version = obj["apiVersion"].rpartition("/")
    row = resources.find_kind(group, version, obj["kind"])
    namespace = obj["metadata"].get("namespace", "")
    response = server.handle(Request("POST", row.path(namespace), {"fieldManager": ["kube-apiserver"]}, {}, obj, API_SERVER))
    if response.status >= 400:
        raise ApiError(response.body)
