"""Writes that create although they are none: they need the right to create too."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery.wire import Request, UserInfo
from tests.unit.apiserver.conftest import PATCHES

RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/demo"
LEASES = "/apis/coordination.k8s.io/v1/namespaces/demo/leases"
JANE = UserInfo("jane", ("system:authenticated",))


def allow(world, *verbs):
    body = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "writer"},
            "rules": [{"apiGroups": ["", "coordination.k8s.io"], "resources": ["configmaps", "leases"], "verbs": list(verbs)}]}
    world.post(f"{RBAC}/roles", body)
    world.send("PUT", f"{RBAC}/roles/writer", body)
    world.post(f"{RBAC}/rolebindings", {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "writer"},
                                        "roleRef": {"kind": "Role", "name": "writer"}, "subjects": [{"kind": "User", "name": "jane"}]})


@pytest.mark.parametrize("method, path, content_type, body", [
    ("PATCH", "/api/v1/namespaces/demo/configmaps/x", PATCHES["apply"], {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"a": "b"}}),
    ("PUT", f"{LEASES}/x", "application/json", {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "x"}})])
def test_who_may_create(world, method, path, content_type, body):
    def send():
        return world.server.handle(Request(method, path, {"fieldManager": ["t"]}, {"content-type": content_type}, body, JANE))
    allow(world, "get", "patch", "update")
    refused = send()
    assert refused.status == 403 and refused.body["message"] == f"{path.split('/')[-2]}{'.coordination.k8s.io' if method == 'PUT' else ''} \"x\" is forbidden: "
    assert world.get(path).status == 404
    allow(world, "get", "patch", "update", "create")
    assert send().status == 201
