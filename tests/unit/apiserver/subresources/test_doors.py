"""The doors to kubelets, pods and services: what they refuse before anybody is called."""
from __future__ import annotations

import pytest

POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}}
SERVICE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": [{"name": "web", "port": 80}, {"name": "api", "port": 81}]}}
ENDPOINTS = {"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "s"}, "subsets": [{"addresses": [{"ip": "10.1.2.3"}], "ports": [{"name": "web", "port": 8080}]}]}
NOBODY = "error trying to reach service: nothing listens in a simulated cluster"


@pytest.fixture
def cluster(world):
    world.post("pods", POD)
    world.post("services", SERVICE)
    return world


@pytest.mark.parametrize("path, code, text", [
    ("pods/p/proxy", 400, "address not allowed"), ("pods/p:80/proxy/x", 400, "address not allowed"), ("pods/none:80/proxy", 404, 'pods "none" not found'),
    ("pods/ftp:p:80/proxy", 400, 'invalid pod request "ftp:p:80"'), ("pods/a:b:c:d/proxy", 400, 'invalid pod request "a:b:c:d"'),
    ("services/none/proxy", 404, 'endpoints "none" not found'), ("services/none:80/proxy", 404, 'services "none" not found'),
    ("services/s:82/proxy", 503, 'no service port 82 found for service "s"'), ("services/s:api/proxy", 503, 'no endpoints available for service "s:api"'),
    ("services/s:80/proxy", 503, NOBODY), ("services/http:s:web/proxy/", 503, NOBODY), ("/api/v1/nodes/none:10250/proxy", 404, 'nodes "none" not found'),
])
def test_where_a_proxied_request_leads(cluster, path, code, text):
    cluster.post("endpoints", ENDPOINTS)
    answer = cluster.send("GET", path)
    assert (answer.status, answer.body["message"]) == (code, text)


def test_a_service_without_endpoints(cluster):
    cluster.post("endpoints", {**ENDPOINTS, "subsets": []})
    assert cluster.send("GET", "services/s:web/proxy").body["message"] == 'no endpoints available for service "s"'


def test_a_pod_with_an_address_is_asked(cluster):
    cluster.patch("pods/p/status", "merge", {"status": {"podIPs": [{"ip": "10.1.2.3"}]}})
    assert cluster.send("GET", "pods/http:p:80/proxy").body["message"] == NOBODY
