import pytest

from kubectl_lite.api.validation import meta


def texts(problems):
    return [str(p) for p in problems]


def test_a_name_and_a_namespace_are_needed():
    assert texts(meta.validate_meta({}, True)) == ["metadata.name: Required value: name or generateName is required", "metadata.namespace: Required value"]
    assert texts(meta.validate_meta({"name": "a", "namespace": "x"}, False)) == ["metadata.namespace: Forbidden: not allowed on this type"]


def test_a_dash_at_the_end_of_generate_name_is_fine():
    assert meta.validate_meta({"generateName": "a-", "name": "a-12345", "namespace": "x"}, True) == []
    assert texts(meta.validate_meta({"generateName": "A.b-", "name": "a", "namespace": "x"}, True))[0].startswith('metadata.generateName: Invalid value: "A.b-"')


def test_order_of_the_errors():
    bad = {"name": "a", "namespace": "x", "generation": -1, "labels": {"a": "!"}, "annotations": {"b c": ""}, "finalizers": ["x"],
           "ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": ""}], "managedFields": [{"operation": "Drop"}]}
    fields = [p.field for p in meta.validate_meta(bad, True)]
    assert fields == ["metadata.generation", "metadata.labels", "metadata.annotations", "metadata.ownerReferences.uid",
                      "metadata.managedFields[0].operation", "metadata.finalizers[0]"]


def test_annotations_have_a_size_limit_together():
    assert meta.annotations({"a": "x" * (256 * 1024 - 1)}, "metadata.annotations") == []
    assert texts(meta.annotations({"a": "x" * 256 * 1024}, "metadata.annotations")) == ["metadata.annotations: Too long: may not be more than 262144 bytes"]


def test_owners():
    event = {"apiVersion": "v1", "kind": "Event", "name": "e", "uid": "u"}
    assert texts(meta.owner_references([event], "o")) == [
        'o: Invalid value: {"apiVersion":"v1","kind":"Event","name":"e","uid":"u"}: /v1, Kind=Event is disallowed from being an owner']
    two = [{"apiVersion": "v1", "kind": "Pod", "name": n, "uid": n, "controller": True} for n in "ab"]
    assert "Only one reference can have Controller set to true. Found \"true\" in references for Pod/a and Pod/b" in texts(meta.owner_references(two, "o"))[0]


@pytest.mark.parametrize("change, wanted", [
    ({"uid": "other"}, 'metadata.uid: Invalid value: "other": field is immutable'),
    ({"deletionGracePeriodSeconds": 1}, "metadata.deletionGracePeriodSeconds: Invalid value: 1: field is immutable"),
    ({"resourceVersion": ""}, 'metadata.resourceVersion: Invalid value: "": must be specified for an update'),
    ({"generation": 1}, "metadata.generation: Invalid value: 1: must not be decremented"),
])
def test_what_an_update_may_not_change(change, wanted):
    old = {"name": "a", "namespace": "x", "uid": "u", "resourceVersion": "5", "generation": 2}
    assert texts(meta.validate_meta_update({**old, **change}, old)) == [wanted]


def test_no_finalizer_is_added_while_the_object_goes():
    old = {"name": "a", "resourceVersion": "5", "deletionTimestamp": "t", "finalizers": ["a.com/x"]}
    assert texts(meta.validate_meta_update({**old, "finalizers": ["a.com/x", "a.com/y"]}, old)) == [
        'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.com/y"}']


def test_field_managers():
    assert texts(meta.field_manager("x" * 129, "fieldManager")) == ["fieldManager: Too long: may not be more than 128 bytes"]
    assert texts(meta.field_manager("a\nb", "fieldManager")) == ['fieldManager: Invalid value: "a\\nb": invalid character U+000A (at position 1)']
