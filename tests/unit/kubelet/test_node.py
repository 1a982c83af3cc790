from __future__ import annotations

import pytest

from kubectl_lite.kubelet import node
from tests.unit.kubelet.builders import NOW_TEXT


def made(*conditions, **status):
    return {"metadata": {"name": "n1", "uid": "u"}, "spec": {}, "status": {"conditions": list(conditions), **status}}


@pytest.mark.parametrize("status, works", [("True", True), ("False", False), ("Unknown", False)])
def test_kubelet_works_while_the_node_is_ready(status, works):
    assert node.has_kubelet(made({"type": "Ready", "status": status})) is works
    assert not node.has_kubelet(made()) and not node.has_kubelet(None)


def test_registration_keeps_what_is_given():
    status = node.registered(made(capacity={"cpu": "2"}), NOW_TEXT)
    assert status["capacity"] == status["allocatable"] == {"cpu": "2"}
    assert [c["type"] for c in status["conditions"]] == ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"]
    assert status["addresses"][1] == {"type": "Hostname", "address": "n1"} and status["nodeInfo"]["kubeletVersion"] == "v1.36.0"
    assert node.registered(made(), NOW_TEXT)["capacity"] == node.CAPACITY


def test_lease_belongs_to_the_node():
    found = node.lease(made(), "2023-11-14T22:13:20.000000Z")
    assert found["metadata"]["ownerReferences"][0]["uid"] == "u" and found["spec"]["leaseDurationSeconds"] == 40


def test_nodes_of_a_new_cluster_have_addresses_and_ranges_of_their_own():
    found = [node.numbered({"metadata": {"name": f"n{i}"}}, i, NOW_TEXT) for i in (0, 1, 255, 256, 600)]
    assert [n["spec"]["podCIDR"] for n in found[:3]] == ["10.244.0.0/24", "10.244.1.0/24", "10.244.255.0/24"] and found[3]["spec"]["podCIDR"] == "10.245.0.0/24"
    assert len({n["status"]["addresses"][0]["address"] for n in found}) == 5
    assert node.is_simulated(found[0]) and not node.is_simulated(made())
