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
