import pytest
from tests.unit.printers.describe.said import AGO, lines, said

from kubectl_lite.machinery import errors
from kubectl_lite.printers.describe.node import taint_text
from kubectl_lite.printers.describe.podresources import totals

NO_LEASE = errors.not_found("leases.coordination.k8s.io", "x")


def pod(name, *resources, **spec):
    containers = [{"name": f"c{i}", "resources": r} for i, r in enumerate(resources)]
    return {"metadata": {"name": name, "namespace": "demo", "creationTimestamp": AGO}, "spec": {"containers": containers, **spec}}


def test_allocated_resources():
    status = {"allocatable": {"cpu": "2", "memory": "4Gi", "pods": "10", "example.com/gpu": "1", "hugepages-2Mi": "0"}}
    pods = {"items": [pod("a", {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"cpu": "1"}}), pod("b", {"requests": {"example.com/gpu": "1"}})]}
    text = said("Node", {"status": status}, related={"lease": NO_LEASE, "pods": pods})
    assert lines(text, "Non-terminated", "Events") == """Non-terminated Pods:          (2 in total)
  Namespace                   Name    CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  ---------                   ----    ------------  ----------  ---------------  -------------  ---
  demo                        a       500m (25%)    1 (50%)     1Gi (25%)        0 (0%)         3m
  demo                        b       0 (0%)        0 (0%)      0 (0%)           0 (0%)         3m
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests    Limits
  --------           --------    ------
  cpu                500m (25%)  1 (50%)
  memory             1Gi (25%)   0 (0%)
  ephemeral-storage  0 (0%)      0 (0%)
  hugepages-2Mi      0 (0%)      0 (0%)
  example.com/gpu    1           0"""


def test_lease():
    assert 'Lease:              Failed to get lease: leases.coordination.k8s.io "x" not found\n' in said("Node", {}, related={"lease": NO_LEASE})
    lease = {"spec": {"holderIdentity": "x", "renewTime": "2023-11-14T22:10:20.000000Z"}}
    assert lines(said("Node", {}, related={"lease": lease}), "Lease", "Addresses") == (
        "Lease:\n  HolderIdentity:  x\n  AcquireTime:     <unset>\n  RenewTime:       Tue, 14 Nov 2023 22:10:20 +0000")


def test_who_may_not_see_pods_is_told():
    assert "Pods:                         not authorized\n" in said("Node", {}, related={"lease": NO_LEASE, "pods": errors.forbidden("pods", "", "no")})


def test_devices_by_pool():
    slices = {"items": [{"spec": {"driver": "d", "pool": {"name": "p"}, "devices": [{}, {}]}}, {"spec": {"driver": "d", "pool": {"name": "p"}, "devices": [{}]}}]}
    assert lines(said("Node", {}, related={"lease": NO_LEASE, "slices": slices}), "Node-Local", "System") == (
        "Node-Local ResourceSlices:\n  Driver  Pool  Slices  Devices\n  ------  ----  ------  -------\n  d       p     2       3")


@pytest.mark.parametrize("taint, want", [({"key": "k", "value": "v", "effect": "E"}, "k=v:E"), ({"key": "k", "effect": "E"}, "k:E"), ({"key": "k", "value": "v"}, "k=v:"),
                                         ({"key": "k"}, "k")])
def test_taints(taint, want):
    assert taint_text(taint) == want


@pytest.mark.parametrize("spec, want", [
    ({}, {"cpu": "300m"}),
    ({"initContainers": [{"resources": {"requests": {"cpu": "1"}}}]}, {"cpu": "1"}),
    ({"initContainers": [{"restartPolicy": "Always", "resources": {"requests": {"cpu": "200m"}}}, {"resources": {"requests": {"cpu": "400m"}}}]}, {"cpu": "600m"}),
    ({"overhead": {"cpu": "50m", "memory": "1Mi"}}, {"cpu": "350m", "memory": "1Mi"}),
    ({"resources": {"requests": {"cpu": "2"}}}, {"cpu": "2"})])
def test_what_a_pod_asks_for(spec, want):
    asked = totals(pod("p", {"requests": {"cpu": "100m"}}, {"requests": {"cpu": "200m"}}, **spec), "requests")
    assert {name: str(amount) for name, amount in asked.items()} == want


def test_overhead_adds_only_to_limits_that_are_set():
    assert {n: str(q) for n, q in totals(pod("p", {"limits": {"cpu": "1"}}, overhead={"cpu": "50m", "memory": "1Mi"}), "limits").items()} == {"cpu": "1050m"}
