"""A server over a store in memory, with a fixed clock and seed and the namespace demo."""
from __future__ import annotations

import pytest

from kubectl_lite.apiserver.server import Server
from kubectl_lite.machinery.env import FixedEnv
from kubectl_lite.machinery.wire import Request, UserInfo
from kubectl_lite.storage.memory import MemoryStore

ADMIN = UserInfo("kubernetes-admin", ("system:masters", "system:authenticated"))
JSON = "application/json"
PATCHES = {"json": "application/json-patch+json", "merge": "application/merge-patch+json",
           "strategic": "application/strategic-merge-patch+json", "apply": "application/apply-patch+yaml"}


class World:
    """Requests as the administrator. A path without a leading slash lies in the namespace demo of core/v1."""

    def __init__(self):
        self.env = FixedEnv(seed=1)
        self.server = Server(MemoryStore(), self.env)
        for name in ("default", "demo"):
            self.post("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
        self.post("serviceaccounts", {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}})

    def send(self, method, path, body=None, content_type=JSON, **query):
        path = path if path.startswith("/") else f"/api/v1/namespaces/demo/{path}"
        request = Request(method, path, {k: [v] for k, v in query.items()}, {"content-type": content_type, "user-agent": "tester/1"}, body, ADMIN)
        return self.server.handle(request)

    def post(self, path, body, **query):
        return self.send("POST", path, body, **query)

    def get(self, path):
        return self.send("GET", path)

    def patch(self, path, kind, body, **query):
        return self.send("PATCH", path, body, PATCHES[kind], **query)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def serve(tmp_path):
    """serve(answer, names=…, by=…) starts an HTTPS server of a webhook; all are stopped at the end."""
    from tests.unit.apiserver import hooks
    started = []

    def start(answer, by=None, plain=False, **certificate):
        path = None if plain else (by or hooks.authority()).issue(tmp_path / f"{len(started)}.pem", **certificate)
        started.append(hooks.Hook(answer, path))
        return started[-1]
    yield start
    for hook in started:
        hook.close()
