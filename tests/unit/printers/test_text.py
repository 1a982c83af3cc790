import pytest

from kubectl_lite.printers import text


def test_host_port_brackets_ipv6():
    assert text.host_port("10.0.0.1", 80) == "10.0.0.1:80"
    assert text.host_port("fd00::1", 80) == "[fd00::1]:80"


def test_node_roles_come_from_two_kinds_of_labels():
    node = {"metadata": {"labels": {"node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/": "x", "kubernetes.io/role": "edge", "a": "b"}}}
    assert text.node_roles(node) == ["edge", "worker"]
    assert text.node_roles({"metadata": {}}) == []


def test_containers_and_images():
    template = {"spec": {"containers": [{"name": "a", "image": "x:1"}, {"name": "b", "image": "y"}]}}
    assert text.containers_and_images(template) == ("a,b", "x:1,y")
    assert text.containers_and_images(None) == ("", "")


def test_load_balancer_addresses_are_sorted_and_unique():
    ingress = [{"ip": "2.2.2.2"}, {"hostname": "h"}, {"ip": "1.1.1.1", "hostname": "ignored"}, {"ip": "2.2.2.2"}, {}]
    assert text.load_balancer({"status": {"loadBalancer": {"ingress": ingress}}}) == "1.1.1.1,2.2.2.2,h"


@pytest.mark.parametrize("types, certificate, said", [
    ([], "", "Pending"), (["Approved"], "", "Approved"), (["Approved"], "eA==", "Approved,Issued"), (["Denied", "Approved"], "", "Denied"),
    (["Approved", "Failed"], "", "Approved,Failed")])
def test_csr_status(types, certificate, said):
    assert text.csr_status({"conditions": [{"type": t} for t in types], "certificate": certificate}) == said


def test_bools_are_capitalised():
    assert [text.title_bool(v) for v in (True, False, None)] == ["True", "False", "<unset>"]
