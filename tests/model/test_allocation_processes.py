"""Real processes over one directory at once: quotas are never exceeded, addresses and ports never given twice and never lost."""
from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pytest

from kubectl_lite import cluster
from kubectl_lite.machinery.env import FixedEnv

PROCESSES, EACH = 3, 8
WORKER = """
import sys
from kubectl_lite import cluster
from kubectl_lite.machinery.env import Env
from kubectl_lite.machinery.errors import ApiError
state, who, what, count = sys.argv[1:]
client = cluster.open(state, Env(), nodes=0).client()
POD = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "c", "image": "x:1", "resources": {"requests": {"cpu": "100m"}}}]}}
SERVICE = {"apiVersion": "v1", "kind": "Service", "spec": {"type": "NodePort", "ports": [{"port": 80}]}}
body, plural = {"pods": (POD, "pods"), "services": (SERVICE, "services"), "churn": (SERVICE, "services")}[what]
path = f"/api/v1/namespaces/default/{plural}"
for i in range(int(count)):
    name = f"{who}-{i}"
    try:
        client.request("POST", path, body={**body, "metadata": {"name": name}})
        print("made", name)
        if what == "churn":
            client.request("DELETE", f"{path}/{name}")
    except ApiError as e:
        print("refused", e.reason, e.message)
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "config").write_text(json.dumps({"serviceClusterIPRange": "10.7.0.0/26", "serviceNodePortRange": "30000-30019"}))
    here = cluster.open(str(tmp_path / "state"), FixedEnv(seed=1), nodes=0)
    send(here, "POST", "serviceaccounts", {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}})
    return here


def send(place, method, path, body=None):
    return place.client().request(method, f"/api/v1/namespaces/default/{path}", body=body).body


def together(tmp_path, what, count=EACH):
    """The lines that the processes said, which all ran at the same time."""
    running = [subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path / "state"), f"w{n}", what, str(count)], stdout=subprocess.PIPE, text=True)
               for n in range(PROCESSES)]
    said = [process.communicate(timeout=120)[0].splitlines() for process in running]
    assert all(process.returncode == 0 for process in running)
    return [line for lines in said for line in lines]


def quota(**hard):
    return {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"}, "spec": {"hard": hard}}


def test_a_quota_is_never_exceeded(place, tmp_path):
    made = send(place, "POST", "resourcequotas", quota(pods="12", **{"requests.cpu": "1"}))
    status = {"hard": made["spec"]["hard"], "used": {"pods": "0", "requests.cpu": "0"}}
    send(place, "PUT", "resourcequotas/q/status", {**made, "status": status})
    said = together(tmp_path, "pods")
    pods = send(place, "GET", "pods")["items"]
    assert len(pods) == 10 == sum(line.startswith("made") for line in said)
    assert send(place, "GET", "resourcequotas/q")["status"]["used"] == {"pods": "10", "requests.cpu": "1"}
    refused = [line for line in said if not line.startswith("made")]
    assert len(refused) == PROCESSES * EACH - 10
    assert all("exceeded quota: q, requested: requests.cpu=100m, used: requests.cpu=1, limited: requests.cpu=1" in line for line in refused)


def test_addresses_and_ports_are_given_once(place, tmp_path):
    said = together(tmp_path, "services")
    services = [s for s in send(place, "GET", "services")["items"] if s["metadata"]["name"] != "kubernetes"]
    ports = Counter(s["spec"]["ports"][0]["nodePort"] for s in services)
    addresses = Counter(s["spec"]["clusterIP"] for s in services)
    assert len(services) == 20 == sum(line.startswith("made") for line in said)  # there are 20 ports
    assert max(ports.values()) == max(addresses.values()) == 1 and set(ports) == set(range(30000, 30020))
    known = {o["metadata"]["name"] for o in place.client().request("GET", "/apis/networking.k8s.io/v1/ipaddresses").body["items"]}
    assert known == set(addresses) | {"10.7.0.1"}
    assert {line for line in said if line.startswith("refused")} == {"refused InternalError Internal error occurred: failed to allocate a nodePort: range is full"}


@pytest.mark.slow
def test_what_was_given_comes_back(place, tmp_path):
    assert all(line.startswith("made") for line in together(tmp_path, "churn", 14))  # more services than ports
    known = [o["metadata"]["name"] for o in place.client().request("GET", "/apis/networking.k8s.io/v1/ipaddresses").body["items"]]
    assert known == ["10.7.0.1"]
    assert sum(line.startswith("made") for line in together(tmp_path, "services")) == 20
