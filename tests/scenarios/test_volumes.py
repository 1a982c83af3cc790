"""Volumes and claims: binding, waiting, release and protection."""
from __future__ import annotations

from tests.scenarios.conftest import kind, pod
from tests.scenarios.test_workloads import volume


def claim(name, size="1Gi", **spec):
    return kind("PersistentVolumeClaim", name, spec={"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}, **spec})


def storage_class(name, mode="WaitForFirstConsumer", annotations=None):
    return kind("StorageClass", name, "storage.k8s.io/v1", namespace=None, annotations=annotations, provisioner="kubernetes.io/no-provisioner", volumeBindingMode=mode)


def using(name, claim_name):
    return pod(name, volumes=[{"name": "d", "persistentVolumeClaim": {"claimName": claim_name}}])


def phases(world):
    return {v["metadata"]["name"]: v["status"]["phase"] for v in world.list("persistentvolumes", "")}


def test_claim_takes_the_smallest_volume_that_is_big_enough(world):
    for name, size in (("a", "10Gi"), ("b", "5Gi"), ("c", "1Gi")):
        world.create(volume(name, size, ""))
    world.create(claim("mid", "3Gi", storageClassName=""))
    world.create(claim("big", "20Gi", storageClassName=""))
    world.settle()
    assert phases(world) == {"a": "Available", "b": "Bound", "c": "Available"}
    bound = world.get("persistentvolumeclaims", "mid")
    assert bound["status"] == {"phase": "Bound", "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "5Gi"}}
    assert bound["metadata"]["annotations"] == {"pv.kubernetes.io/bind-completed": "yes", "pv.kubernetes.io/bound-by-controller": "yes"}
    assert bound["spec"]["volumeName"] == "b"
    assert world.events(name="big") == [("Normal", "FailedBinding", "persistentvolume-controller",
                                         "no persistent volumes available for this claim and no storage class is set")]


def test_released_volume_is_free_again_when_its_reference_goes(world):
    world.create(volume("a", storage_class=""))
    world.create(claim("one", storageClassName=""))
    world.settle()
    world.delete("persistentvolumeclaims", "one")
    world.settle()
    assert phases(world) == {"a": "Released"}
    world.create(claim("one", storageClassName=""))
    world.settle()
    assert world.get("persistentvolumeclaims", "one")["status"]["phase"] == "Pending"
    world.patch("persistentvolumes", "a", {"spec": {"claimRef": None}}, namespace="", content_type="application/merge-patch+json")
    world.settle()
    assert phases(world) == {"a": "Bound"}


def test_reserved_volume_waits_for_its_claim(world):
    world.create(volume("a", storage_class="", claimRef={"namespace": "demo", "name": "mine"}))
    world.create(volume("b", "3Gi", ""))
    world.create(claim("other", storageClassName=""))
    world.settle()
    assert phases(world) == {"a": "Available", "b": "Bound"}
    world.create(claim("mine", storageClassName=""))
    world.settle()
    assert world.get("persistentvolumeclaims", "mine")["spec"]["volumeName"] == "a"


def test_binding_waits_for_the_first_consumer(world):
    world.create(storage_class("wait"))
    world.create(volume("a", storage_class="wait"))
    world.create(claim("one", storageClassName="wait"))
    world.settle()
    assert [e[1:] for e in world.events(name="one")] == [("WaitForFirstConsumer", "persistentvolume-controller",
                                                         "waiting for first consumer to be created before binding")]
    world.create(using("p", "one"))
    world.settle()
    assert world.get("persistentvolumeclaims", "one")["status"]["phase"] == "Bound"
    assert world.get("pods", "p")["status"]["phase"] == "Running"


def test_volumes_in_use_are_protected(world):
    world.create(volume("a", storage_class=""))
    world.create(claim("one", storageClassName=""))
    world.create(using("p", "one"))
    world.settle()
    world.delete("persistentvolumeclaims", "one")
    world.delete("persistentvolumes", "a", "")
    world.settle()
    assert world.get("persistentvolumeclaims", "one")["metadata"]["finalizers"] == ["kubernetes.io/pvc-protection"]
    world.delete("pods", "p")
    world.settle()
    assert world.get("persistentvolumeclaims", "one") is None and world.get("persistentvolumes", "a", "") is None


def test_default_class_is_written_into_waiting_claims(world):
    world.create(claim("before"))
    world.create(claim("empty", storageClassName=""))
    world.settle()
    world.create(storage_class("dflt", annotations={"storageclass.kubernetes.io/is-default-class": "true"}))
    world.settle()
    assert world.get("persistentvolumeclaims", "before")["spec"]["storageClassName"] == "dflt"
    assert world.get("persistentvolumeclaims", "empty")["spec"]["storageClassName"] == ""


def test_ephemeral_volume_gets_its_own_claim(world):
    template = {"metadata": {"labels": {"t": "x"}}, "spec": claim("x", storageClassName="none")["spec"]}
    world.create(pod("p", volumes=[{"name": "scratch", "ephemeral": {"volumeClaimTemplate": template}}]))
    world.settle()
    made = world.get("persistentvolumeclaims", "p-scratch")
    assert made["metadata"]["labels"] == {"t": "x"} and made["metadata"]["ownerReferences"][0]["kind"] == "Pod"
    world.delete("pods", "p")
    world.settle()
    assert world.get("persistentvolumeclaims", "p-scratch") is None


def test_claim_that_lost_its_volume(world):
    world.create(volume("a", storage_class=""))
    world.create(claim("one", storageClassName=""))
    world.settle()
    world.patch("persistentvolumes", "a", {"metadata": {"finalizers": None}}, namespace="", content_type="application/merge-patch+json")
    world.delete("persistentvolumes", "a", "")
    world.settle()
    assert world.get("persistentvolumeclaims", "one")["status"]["phase"] == "Lost"
    assert [e[1] for e in world.events(name="one")] == ["ClaimLost"]


def test_claims_select_volumes_by_label(world):
    plain, marked = volume("plain", storage_class=""), volume("marked", storage_class="")
    marked["metadata"]["labels"] = {"tier": "gold"}
    world.create(plain)
    world.create(marked)
    world.create(claim("one", storageClassName="", selector={"matchLabels": {"tier": "gold"}}))
    world.settle()
    assert world.get("persistentvolumeclaims", "one")["spec"]["volumeName"] == "marked"


def test_claim_says_whom_it_waits_for_from_the_second_look_on(world):
    world.create(storage_class("wait"))
    world.create(claim("one", storageClassName="wait"))
    world.create(using("p", "one"))
    world.settle()
    assert [e[1] for e in world.events(name="one")] == ["WaitForFirstConsumer"]
    world.pass_time(20)
    assert ("WaitForPodScheduled", "waiting for pod p to be scheduled") in [(e[1], e[3]) for e in world.events(name="one")]
