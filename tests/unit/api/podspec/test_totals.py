import pytest

from kubectl_lite.api.podspec import totals


def container(**resources):
    return {"name": "c", "resources": resources}


def sums(spec, part="requests"):
    return {name: str(amount) for name, amount in totals.aggregate(spec, part).items()}


def test_containers_add_up_and_init_containers_peak():
    spec = {"containers": [container(requests={"cpu": "100m"}), container(requests={"cpu": "200m", "memory": "1Gi"})],
            "initContainers": [container(requests={"cpu": "2", "memory": "10Mi"}), container(requests={"cpu": "50m"})]}
    assert sums(spec) == {"cpu": "2", "memory": "1Gi"}


def test_sidecars_count_beside_the_containers_and_the_later_init_containers():
    sidecar = {**container(requests={"cpu": "100m"}), "restartPolicy": "Always"}
    spec = {"containers": [container(requests={"cpu": "300m"})], "initContainers": [sidecar, container(requests={"cpu": "1"})]}
    assert sums(spec) == {"cpu": "1100m"}


@pytest.mark.parametrize("containers, want", [
    ([container()], "BestEffort"),
    ([container(requests={"cpu": "0"})], "BestEffort"),
    ([container(requests={"cpu": "1"})], "Burstable"),
    ([container(requests={"example.com/gpu": "1"})], "BestEffort"),
    ([container(requests={"cpu": "1", "memory": "1"}, limits={"cpu": "1", "memory": "1"})], "Guaranteed"),
    ([container(requests={"cpu": "1", "memory": "1"}, limits={"cpu": "1", "memory": "1"}), container()], "Burstable"),
    ([container(requests={"cpu": "1", "memory": "1"}, limits={"cpu": "2", "memory": "1"})], "Burstable"),
    ([container(limits={"cpu": "1"}, requests={"cpu": "1"})], "Burstable"),
])
def test_quality_of_service(containers, want):
    assert totals.qos_class({"containers": containers}) == want


def test_pod_level_resources_decide_alone():
    pod = {"resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "1Gi"}}, "containers": [container()]}
    assert totals.qos_class(pod) == "Guaranteed"
