from tests.unit.printers.describe.said import AGO, lines, said


def test_persistent_volume():
    affinity = {"required": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "h", "operator": "In", "values": ["a", "b"]}, {"key": "k", "operator": "Exists"}]}]}}
    spec = {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "persistentVolumeReclaimPolicy": "Delete", "volumeMode": "Block",
            "claimRef": {"namespace": "n", "name": "c"}, "nodeAffinity": affinity, "local": {"path": "/mnt"}, "storageClassName": "s"}
    assert said("PersistentVolume", {"metadata": {"finalizers": ["a", "b"]}, "spec": spec, "status": {"phase": "Bound"}}) == """Name:              x
Labels:            <none>
Annotations:       <none>
Finalizers:        [a b]
StorageClass:      s
Status:            Bound
Claim:             n/c
Reclaim Policy:    Delete
Access Modes:      RWO
VolumeMode:        Block
Capacity:          1Gi
Node Affinity:     
  Required Terms:  
    Term 0:        h in [a, b]
                   k exists
Message:           
Source:
    Type:  LocalVolume (a persistent volume backed by local storage on a node)
    Path:  /mnt
Events:    <none>
"""


def test_claim_names_the_pods_that_use_it():
    def pod(name, **spec):
        return {"metadata": {"name": name, "uid": name}, "spec": spec}
    uses = {"volumes": [{"persistentVolumeClaim": {"claimName": "x"}}]}
    pods = {"items": [pod("b", **uses), pod("a", **uses), pod("other", volumes=[{"emptyDir": {}}]), pod("owner")]}
    obj = {"metadata": {"ownerReferences": [{"kind": "Pod", "uid": "owner", "name": "owner"}]}, "spec": {}, "status": {"phase": "Pending"}}
    text = said("PersistentVolumeClaim", obj, related={"pods": pods})
    assert lines(text, "Used By", "Events") == "Used By:       a\n               b\n               owner"


def test_a_claim_that_is_being_deleted():
    text = said("PersistentVolumeClaim", {"metadata": {"deletionTimestamp": AGO}, "spec": {"volumeName": "v"}, "status": {"phase": "Bound", "accessModes": ["ReadWriteMany"]}})
    assert "Status:        Terminating (lasts 3m)\nVolume:        v\n" in text and "Capacity:      0\nAccess Modes:  RWX\n" in text


def test_storage_class():
    topology = [{"matchLabelExpressions": [{"key": "zone", "values": ["a", "b"]}]}]
    text = said("StorageClass", {"metadata": {"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}, "provisioner": "p",
                                 "allowVolumeExpansion": True, "mountOptions": ["ro"], "reclaimPolicy": "Delete", "allowedTopologies": topology}, "storage.k8s.io")
    assert "IsDefaultClass:        Yes\n" in text
    assert lines(text, "MountOptions", "Events") == """MountOptions:
  ro
ReclaimPolicy:      Delete
AllowedTopologies:  
  Term 0:           zone in [a, b]"""


def test_csi_node():
    drivers = [{"name": "d", "nodeID": "n", "allocatable": {"count": 5}, "topologyKeys": ["a", "b"]}]
    assert lines(said("CSINode", {"spec": {"drivers": drivers}}, "storage.k8s.io"), "Spec", "Events") == (
        "Spec:\n  Drivers:\n    d:\n      Node ID:  n\n      Allocatables:\n        Count:        5\n      Topology Keys:  [a b]")
