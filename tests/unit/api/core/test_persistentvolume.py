import pytest

from kubectl_lite.api.core import persistentvolume

NODES = {"required": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "beta.kubernetes.io/os", "operator": "In", "values": ["-x"]}]}]}}
SECRET = {"secretRef": {"name": "", "namespace": ""}}
ISCSI = {"targetPortal": "p", "iqn": "iqn.2001-04.com.example:x", "lun": 0}


def made(annotations=None, **spec):
    obj = {"metadata": {"name": "v", "annotations": annotations or {}}, "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], **spec}}
    persistentvolume.default(obj)
    return obj


def texts(problems):
    return [str(p) for p in problems]


@pytest.mark.parametrize("spec, want", [
    ({"cinder": {"volumeID": "x", **SECRET}}, ["spec.cinder.secretRef.name: Required value", "spec.cinder.secretRef.namespace: Required value"]),
    ({"storageos": {"volumeName": "x", **SECRET}}, ["spec.storageos.secretRef.name: Required value", "spec.storageos.secretRef.namespace: Required value"]),
    ({"iscsi": ISCSI}, []),
    ({"iscsi": {**ISCSI, "iqn": "x"}}, ['spec.iscsi.iqn: Invalid value: "x": must be valid format']),
    ({"iscsi": {**ISCSI, "secretRef": {"name": ""}}}, ["spec.iscsi.secretRef.name: Required value"]),
    ({"iscsi": {**ISCSI, "initiatorName": ISCSI["iqn"], "targetPortal": "p" * 63}},
     [f'spec.iscsi.targetportal: Invalid value: "{"p" * 63}": Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters '
      "if iscsi.initiatorName is specified."]),
    ({"hostPath": {"path": "/a/.."}, "persistentVolumeReclaimPolicy": "Recycle"},
     ["spec.hostPath.path: Invalid value: \"/a/..\": must not contain '..'",
      "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"]),
    ({"hostPath": {"path": "/..."}, "persistentVolumeReclaimPolicy": "Recycle"}, []),
])
def test_sources(spec, want):
    assert texts(persistentvolume.validate(made(**spec))) == want


def test_wrong_values_of_a_stored_node_affinity_may_stay():
    obj = made(nodeAffinity=NODES, local={"path": "/x"})
    assert [p.field for p in persistentvolume.validate(obj)] == ["spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]"]
    obj["metadata"]["resourceVersion"] = "1"
    assert texts(persistentvolume.validate_update(obj, obj)) == []


def test_warnings():
    obj = made({"volume.beta.kubernetes.io/mount-options": "x"}, persistentVolumeReclaimPolicy="Recycle", storageos={}, nodeAffinity=NODES)
    assert persistentvolume.warnings(obj, None) == [
        'metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated since v1.31; use "mountOptions" attribute instead',
        "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.",
        "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; "
        'use "kubernetes.io/os" instead',
        "spec.storageOS: deprecated in v1.22, non-functional in v1.25+"]
