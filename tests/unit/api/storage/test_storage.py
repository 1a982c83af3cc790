"""Volumes, claims and classes."""
import pytest


def claim(**spec):
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}, **spec}
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": spec}


def volume(**spec):
    spec = {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}, "hostPath": {"path": "/d"}, **spec}
    return {"apiVersion": "v1", "kind": "PersistentVolume", "spec": {k: v for k, v in spec.items() if v is not None}}


def storage_class(**fields):
    return {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "example.com/p", **fields}


def test_defaults(rules):
    assert rules.written(claim())["spec"]["volumeMode"] == "Filesystem" and rules.written(claim())["status"] == {"phase": "Pending"}
    assert rules.written(volume())["spec"]["persistentVolumeReclaimPolicy"] == "Retain"
    made = rules.written(storage_class())
    assert (made["reclaimPolicy"], made["volumeBindingMode"]) == ("Delete", "Immediate")


@pytest.mark.parametrize("change, wanted", [
    ({"accessModes": []}, "spec.accessModes: Required value: at least 1 access mode is required"),
    ({"resources": {}}, "spec.resources[storage]: Required value"),
    ({"accessModes": ["ReadWriteOncePod", "ReadOnlyMany"]},
     "spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes"),
])
def test_what_a_claim_may_not_say(rules, change, wanted):
    assert any(wanted in told for told in rules.create(claim(**change)))


def test_a_volume_has_one_source(rules):
    assert rules.create(volume()) == []
    assert rules.create(volume(hostPath=None)) == ["spec: Required value: must specify a volume type"]
    assert "spec.nfs: Forbidden: may not specify more than 1 volume type" in rules.create(volume(nfs={"server": "s", "path": "/"}))


def test_the_source_of_a_volume_stays(rules):
    told = rules.update(volume(), volume(hostPath={"path": "/e"}))
    assert len(told) == 1 and told[0].startswith("spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation")


def test_a_class_stays_as_it_was_made(rules):
    told = rules.update(storage_class(), storage_class(reclaimPolicy="Retain", parameters={"a": "b"}))
    assert told == ["parameters: Invalid value: {\"a\":\"b\"}: field is immutable",
                    'reclaimPolicy: Invalid value: "Retain": field is immutable']


def test_labels_of_a_volume_may_leave_beta(rules):
    def on(key, value="z"):
        return volume(nodeAffinity={"required": {"nodeSelectorTerms": [{"matchExpressions": [{"key": key, "operator": "In", "values": [value]}]}]}})
    beta, final = "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"
    assert rules.update(on(beta), on(final)) == []
    for change in (on(final, "y"), on("topology.kubernetes.io/region")):
        assert "field is immutable, except for updating from beta label to GA" in rules.update(on(beta), change)[0]


def test_old_labels_of_nodes_are_warned_of(rules):
    old = "beta.kubernetes.io/os"
    term = {"matchLabelExpressions": [{"key": old, "values": ["a"]}]}
    assert rules.warnings(storage_class(allowedTopologies=[term])) == [
        'allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.14; use "kubernetes.io/os" instead']
    capacity = {"apiVersion": "storage.k8s.io/v1", "kind": "CSIStorageCapacity", "storageClassName": "s", "nodeTopology": {"matchLabels": {old: "a"}}}
    assert rules.warnings(capacity) == [f'nodeTopology.matchLabels.{old}: deprecated since v1.14; use "kubernetes.io/os" instead']
    runtime = {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "handler": "h", "scheduling": {"nodeSelector": {old: "a"}}}
    assert rules.warnings(runtime) == ['scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/os" instead']


def test_the_status_of_an_attachment(rules):
    made = {"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttachment", "spec": {"attacher": "d", "nodeName": "n", "source": {"persistentVolumeName": "p"}}}
    assert rules.status(made, {"attached": True, "attachmentMetadata": {"a": "b"}}) == []
    assert rules.status(made, {"attached": False, "attachmentMetadata": {"": "b"}, "attachError": {"message": "x" * 1025}, "detachError": {"errorCode": -1}}) == [
        'status.attachmentMetadata: Invalid value: "": field can not be empty.',
        "status.attachError.message: Too long: may not be more than 1024 bytes",
        "status.detachError.errorCode: Invalid value: -1: must be greater than or equal to 0"]


def test_a_volume_in_an_attachment_comes_from_a_driver(rules):
    def attached(**spec):
        return {"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttachment", "spec": {"attacher": "d", "nodeName": "n", "source": {"inlineVolumeSpec": spec}}}
    csi = {"driver": "d", "volumeHandle": "h"}
    assert rules.create(attached(accessModes=["ReadWriteOnce"], csi=csi)) == []
    told = rules.create(attached(capacity={"storage": "1"}, storageClassName="s", volumeMode="Block", persistentVolumeReclaimPolicy="Delete"))
    path = "spec.source.inlineVolumeSpec"
    assert told == [
        f"{path}.capacity: Forbidden: may not be specified in the context of inline volumes",
        f"{path}.csi: Required value: has to be specified in the context of inline volumes", f"{path}.accessModes: Required value",
        f"{path}.persistentVolumeReclaimPolicy: Forbidden: may only be Retain in the context of inline volumes",
        f"{path}: Required value: must specify a volume type",
        f"{path}.storageClassName: Forbidden: may not be specified in the context of inline volumes",
        f"{path}.volumeMode: Forbidden: may not specify volumeMode other than Filesystem in the context of inline volumes"]
