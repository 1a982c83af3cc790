import pytest

from kubectl_lite.api.core import persistentvolumeclaim as pvc

CLASS = "volume.beta.kubernetes.io/storage-class"
OTHER = {"apiGroup": "example.com", "kind": "Backup", "name": "b"}


def made(annotations=None, status=None, **spec):
    return {"metadata": {"name": "c", "namespace": "d", "resourceVersion": "1", "annotations": annotations or {}}, "status": status or {"phase": "Pending"},
            "spec": {"accessModes": ["ReadWriteOnce"], "volumeMode": "Filesystem", "resources": {"requests": {"storage": "1Gi"}}, **spec}}


def texts(problems):
    return [str(p) for p in problems]


@pytest.mark.parametrize("spec, want", [
    ({"dataSource": OTHER}, {}),
    ({"dataSourceRef": OTHER}, {"dataSource": OTHER, "dataSourceRef": OTHER}),
    ({"dataSource": OTHER, "dataSourceRef": OTHER}, {"dataSource": OTHER, "dataSourceRef": OTHER}),
    ({"dataSourceRef": {**OTHER, "namespace": "x"}}, {}),
])
def test_data_sources_of_a_new_claim(spec, want):
    obj = made(**spec)
    pvc.prepare_for_create(obj)
    assert {k: v for k, v in obj["spec"].items() if k.startswith("dataSource")} == want


@pytest.mark.parametrize("old, new, want", [
    ({CLASS: "a"}, {CLASS: "a"}, []),
    ({CLASS: "a"}, {}, []),
    ({CLASS: "a"}, {CLASS: "b"}, [f'metadata.annotations.{CLASS}: Invalid value: "b": field is immutable']),
])
def test_the_class_moves_from_the_annotation_into_the_spec(old, new, want):
    assert texts(pvc.validate_update(made(new, storageClassName="a"), made(old))) == want


def test_what_was_wrong_with_a_stored_claim_may_stay():
    spec = {"selector": {"matchExpressions": [{"key": "a", "operator": "In", "values": ["-x"]}]}, "dataSourceRef": {**OTHER, "apiGroup": "A b"},
            "dataSource": {**OTHER, "apiGroup": "A b"}}
    assert len(pvc.validate(made(**spec))) == 3
    assert texts(pvc.validate_update(made(**spec), made(**spec))) == []


@pytest.mark.parametrize("status, want", [
    ({"capacity": {"storage": "1Gi"}, "allocatedResources": {"storage": "2Gi"}, "allocatedResourceStatuses": {"storage": "NodeResizePending"}}, []),
    ({"capacity": {"storage": "-1"}}, ["status.capacity[storage]: Invalid value: -1: must be a valid resource quantity"]),
    ({"allocatedResources": {"cpu": "1"}}, ['status.allocatedResources: Unsupported value: "cpu": supported values: "storage"']),
    ({"allocatedResourceStatuses": {"storage": "Odd"}},
     ['status.allocatedResourceStatus: Unsupported value: "storage": supported values: "ControllerResizeInProgress", "ControllerResizeInfeasible", '
      '"NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"']),
])
def test_status_updates(status, want):
    assert texts(pvc.validate_status_update(made(status=status), made())) == want
