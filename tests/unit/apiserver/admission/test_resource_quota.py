"""ResourceQuota: what is charged to which quota, in Kubernetes' order and words."""
from __future__ import annotations

import pytest

from kubectl_lite.api import quota as quotas
from kubectl_lite.apiserver import configuration
from kubectl_lite.machinery import quantity

CLAIMS = "/apis/resource.k8s.io/v1/namespaces/demo/resourceclaims"


def quota(world, name, hard, used=None, **spec):
    """A quota that has been counted."""
    world.post("resourcequotas", {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": name}, "spec": {"hard": hard, **spec}})
    status = {"hard": hard, "used": {what: "0" for what in hard} if used is None else used}
    assert world.patch(f"resourcequotas/{name}/status", "merge", {"status": status}).status == 200


def used(world, name):
    return world.get(f"resourcequotas/{name}").body["status"]["used"]


def pod(name="p", resources=None, **spec):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [{"name": "c", "image": "x", "resources": resources or {}}], **spec}}


def service(**spec):
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": [{"port": 80}], **spec}}


def refused(answer):
    assert answer.status == 403, answer.body
    return answer.body["message"].partition("is forbidden: ")[2]


def test_every_quota_must_know_enough_before_any_is_exceeded(world):
    quota(world, "a", {"pods": "0"})
    quota(world, "b", {"requests.cpu": "1", "limits.memory": "1Gi"})
    assert refused(world.post("pods", pod())) == "failed quota: b: must specify limits.memory for: c; requests.cpu for: c"
    assert refused(world.post("pods", pod(resources={"limits": {"cpu": "1", "memory": "1Mi"}}))) == "exceeded quota: a, requested: pods=1, used: pods=0, limited: pods=0"


def test_only_cpu_and_memory_must_be_stated(world):
    quota(world, "q", {"limits.ephemeral-storage": "1Gi", "requests.nvidia.com/gpu": "1", "hugepages-2Mi": "2Mi"})
    assert world.post("pods", pod()).status == 201
    asked = {"limits": {"nvidia.com/gpu": "2", "ephemeral-storage": "1Gi"}}
    assert refused(world.post("pods", pod("q", asked))) == (
        "exceeded quota: q, requested: requests.nvidia.com/gpu=2, used: requests.nvidia.com/gpu=0, limited: requests.nvidia.com/gpu=1")


def test_a_pod_that_states_its_own_resources_says_enough(world):
    quota(world, "q", {"requests.cpu": "1"})
    assert world.post("pods", pod()).status == 403
    body = pod()
    body["spec"]["resources"] = {"requests": {"cpu": "500m"}, "limits": {"cpu": "1"}}
    assert world.post("pods", body).status == 201 and used(world, "q") == {"requests.cpu": "500m"}


def test_what_nobody_has_counted_yet(world):
    quota(world, "q", {"pods": "1", "requests.cpu": "1", "services": "1"}, used={"services": "0"})
    body = pod(resources={"requests": {"cpu": "1"}})
    assert refused(world.post("pods", body)) == "status unknown for quota: q, resources: pods,requests.cpu"


def test_quotas_count_quotas(world):
    quota(world, "q", {"resourcequotas": "1", "count/resourcequotas": "5"}, used={"resourcequotas": "1", "count/resourcequotas": "1"})
    second = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "r"}, "spec": {"hard": {"pods": "1"}}}
    assert refused(world.post("resourcequotas", second)) == "exceeded quota: q, requested: resourcequotas=1, used: resourcequotas=1, limited: resourcequotas=1"


def test_an_update_is_charged_for_what_it_adds_and_gives_nothing_back(world):
    quota(world, "q", {"services.nodeports": "2", "services.loadbalancers": "1"})
    world.post("services", service())
    ports = [{"port": n, "name": f"p{n}"} for n in (80, 81, 82)]
    assert refused(world.patch("services/s", "merge", {"spec": {"type": "NodePort", "ports": ports}})).startswith("exceeded quota: q, requested: services.nodeports=3")
    assert world.patch("services/s", "merge", {"spec": {"type": "LoadBalancer"}}).status == 200
    assert used(world, "q") == {"services.nodeports": "1", "services.loadbalancers": "1"}
    assert world.patch("services/s", "merge", {"spec": {"type": "ClusterIP"}}).status == 200
    assert used(world, "q") == {"services.nodeports": "1", "services.loadbalancers": "1"}  # the controller counts again


def test_devices_of_claims(world):
    quota(world, "q", {"big.deviceclass.resource.k8s.io/devices": "4", "small.deviceclass.resource.k8s.io/devices": "9"})
    first = [{"name": "x", "deviceClassName": "big", "count": 2}, {"name": "z", "deviceClassName": "big", "count": 3}, {"name": "w", "deviceClassName": "small", "count": 1}]
    requests = [{"name": "a", "firstAvailable": first}, {"name": "b", "exactly": {"deviceClassName": "small", "allocationMode": "ExactCount", "count": 2}}]
    claim = {"apiVersion": "resource.k8s.io/v1", "kind": "ResourceClaim", "metadata": {"name": "c"}, "spec": {"devices": {"requests": requests}}}
    assert world.post(CLAIMS, claim).status == 201
    assert used(world, "q") == {"big.deviceclass.resource.k8s.io/devices": "3", "small.deviceclass.resource.k8s.io/devices": "3"}
    everything = {"devices": {"requests": [{"name": "a", "exactly": {"deviceClassName": "small", "allocationMode": "All"}}]}}
    assert "requested: small.deviceclass.resource.k8s.io/devices=32" in refused(world.post(CLAIMS, {**claim, "metadata": {"name": "d"}, "spec": everything}))


def test_a_quota_that_another_writer_changes_is_looked_at_again(world, monkeypatch):
    """Only the quota that was lost is charged a second time."""
    quota(world, "a", {"pods": "5"})
    quota(world, "b", {"pods": "5"})
    update, raced = world.server.objects.update, []

    def race(resource, namespace, name, obj, old, note):
        if resource.name == "resourcequotas" and name == "b" and not raced:
            raced.append(name)
            world.server.objects.update = update
            world.patch("resourcequotas/b/status", "merge", {"status": {"used": {"pods": "2"}}})
        return update(resource, namespace, name, obj, old, note)
    monkeypatch.setattr(world.server.objects, "update", race)
    assert world.post("pods", pod()).status == 201 and raced
    assert used(world, "a") == {"pods": "1"} and used(world, "b") == {"pods": "3"}


def limit(world, **row):
    found = configuration.settings({"admissionConfiguration": {
        "apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration", "plugins": [{"name": "ResourceQuota", "configuration": {
            "apiVersion": "apiserver.config.k8s.io/v1", "kind": "ResourceQuotaConfiguration", "limitedResources": [row]}}]}})
    world.server.settings.admission_configuration = found["admission_configuration"]


def test_what_is_limited_needs_a_quota(world):
    limit(world, resource="services", matchContains=["loadbalancers"])
    assert world.post("services", service()).status == 201
    assert refused(world.patch("services/s", "merge", {"spec": {"type": "LoadBalancer"}})) == "insufficient quota to consume: services.loadbalancers"
    quota(world, "q", {"services.loadbalancers": "1"})
    assert world.patch("services/s", "merge", {"spec": {"type": "LoadBalancer"}}).status == 200


def test_a_limited_priority_class_needs_a_quota_of_its_scope(world):
    world.post("/apis/scheduling.k8s.io/v1/priorityclasses", {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "high"}, "value": 9})
    scope = {"scopeName": "PriorityClass", "operator": "In", "values": ["high"]}
    limit(world, resource="pods", matchScopes=[scope])
    assert world.post("pods", pod("low")).status == 201
    answer = world.post("pods", pod(priorityClassName="high"))
    assert (answer.status, answer.body["message"]) == (500, "insufficient quota to match these scopes: [{PriorityClass In [high]}]")
    quota(world, "q", {"pods": "1"}, scopeSelector={"matchExpressions": [scope]})
    assert world.post("pods", pod(priorityClassName="high")).status == 201


@pytest.mark.parametrize("key, names, expected", [
    (("", "pods"), ["pods", "cpu", "services", "requests.nvidia.com/gpu", "requests.storage", "hugepages-1Gi", "count/pods"],
     ["pods", "cpu", "requests.nvidia.com/gpu", "hugepages-1Gi", "count/pods"]),
    (("", "persistentvolumeclaims"), ["gold.storageclass.storage.k8s.io/requests.storage", "requests.storage", "cpu"],
     ["gold.storageclass.storage.k8s.io/requests.storage", "requests.storage"]),
    (("apps", "deployments"), ["count/deployments.apps", "count/deployments", "deployments"], ["count/deployments.apps"]),
])
def test_which_names_speak_of_what(key, names, expected):
    assert quotas.matching(*key, names) == expected


def test_use_of_a_pod_that_has_ended():
    ended = {**pod(resources={"requests": {"cpu": "1"}}), "status": {"phase": "Succeeded"}}
    assert quotas.usage("", "pods", ended) == {"count/pods": quantity.from_value(1)}
