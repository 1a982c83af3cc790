import json

import pytest

from kubectl_lite.api import codec, schema
from kubectl_lite.api.codec_types import as_sent, object_pairs
from kubectl_lite.machinery.errors import ApiError

POD = schema.for_kind("v1", "Pod")


def decoded(body, kind="Pod", version="v1"):
    return codec.decode(body, schema.for_kind(version, kind))


def refused(body, kind="Pod", version="v1"):
    with pytest.raises(ApiError) as error:
        decoded(body, kind, version)
    return error.value.message.partition(f"cannot be handled as a {kind}: ")[2]


def test_empty_fields_disappear_and_what_go_always_writes_appears():
    obj, problems = decoded({"metadata": {"labels": {}}, "spec": {"hostNetwork": False, "containers": [{"name": "c", "image": "", "args": []}]}})
    assert not problems
    assert obj == {"metadata": {}, "spec": {"containers": [{"name": "c", "resources": {}}]}, "status": {}}


def test_zero_values_are_written_in_full():
    assert codec.zero(POD) == {"metadata": {}, "spec": {"containers": None}, "status": {}}


def test_null_is_the_zero_value_everywhere():
    obj, _ = decoded({"data": {"a": None}, "immutable": None}, "ConfigMap")
    assert obj == {"metadata": {}, "data": {"a": ""}}
    assert decoded({"data": {"a": None}}, "Secret")[0]["data"] == {"a": ""}
    obj, _ = decoded({"spec": {"containers": [None]}})
    assert obj["spec"]["containers"] == [{"name": "", "resources": {}}]


def test_a_pointer_keeps_an_empty_value():
    obj, _ = decoded({"spec": {"runtimeClassName": "", "priority": 0, "affinity": {}, "containers": []}})
    assert obj["spec"] == {"runtimeClassName": "", "priority": 0, "affinity": {}, "containers": []}


def test_values_become_canonical():
    obj, _ = decoded({"spec": {"containers": [{"name": "c", "resources": {"requests": {"cpu": 0.5, "memory": "1024Mi"}}}]}})
    assert obj["spec"]["containers"][0]["resources"]["requests"] == {"cpu": "500m", "memory": "1Gi"}
    obj, _ = decoded({"data": {"k": "YQ==\n"}}, "Secret")
    assert obj["data"] == {"k": "YQ=="}
    obj, _ = decoded({"spec": {"replicas": 2.0}}, "Deployment", "apps/v1")
    assert obj["spec"]["replicas"] == 2


def test_the_body_is_not_touched():
    body = {"metadata": {"name": "x", "labels": {"a": "b"}}, "data": {"k": "v"}}
    before = json.dumps(body)
    obj, _ = decoded(body, "ConfigMap")
    obj["metadata"]["labels"]["a"] = "c"
    assert json.dumps(body) == before


@pytest.mark.parametrize("spec, want", [
    ({"containers": "x"}, "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container"),
    ({"containers": ["x"]}, "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container"),
    ({"containers": [{"ports": [{"containerPort": "80"}]}]},
     "json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32"),
    ({"volumes": [{"configMap": {"items": 5}}]},
     "json: cannot unmarshal number into Go struct field ConfigMapVolumeSource.spec.volumes.VolumeSource.configMap.items of type []v1.KeyToPath"),
    ({"priority": 2147483648}, "json: cannot unmarshal number 2147483648 into Go struct field PodSpec.spec.priority of type int32"),
    ({"hostPID": 1, "containers": True}, "json: cannot unmarshal bool into Go struct field PodSpec.spec.containers of type []v1.Container"),
    ({"nodeSelector": {"a": []}}, "json: cannot unmarshal array into Go struct field PodSpec.spec.nodeSelector of type string"),
])
def test_wrong_types_are_refused_in_gos_words(spec, want):
    assert refused({"spec": spec}) == want


def test_a_type_with_its_own_decoding_wins_over_an_earlier_error():
    body = {"spec": {"hostPID": "yes", "containers": [{"resources": {"limits": {"cpu": "much"}}}]}}
    assert refused(body).startswith("quantities must match the regular expression")


def test_the_whole_object_may_be_wrong():
    assert refused([]) == "json: cannot unmarshal array into Go value of type v1.Pod"


@pytest.mark.parametrize("text, want", [("-a", 0), ("YQ", 0), ("YQ=", 3), ("YQ==YQ", 4), ("Y!", 1)])
def test_bytes_that_are_not_base64(text, want):
    assert refused({"data": {"k": text}}, "Secret") == f"illegal base64 data at input byte {want}"


def test_unknown_fields_are_dropped_and_reported_once_in_order():
    body = {"zzz": 1, "spec": {"containers": [{"name": "a", "ports": [{"hostport": 5}]}], "b": {}}, "aaa": 2}
    obj, problems = codec.decode(body, POD, document_order=True)
    assert problems == ['unknown field "zzz"', 'unknown field "spec.containers[0].ports[0].hostport"', 'unknown field "spec.b"', 'unknown field "aaa"']
    assert "zzz" not in obj and "b" not in obj["spec"]
    assert decoded(body)[1] == ['unknown field "aaa"', 'unknown field "spec.b"', 'unknown field "spec.containers[0].ports[0].hostport"', 'unknown field "zzz"']


def test_names_differing_in_case_are_unknown():
    assert decoded({"Spec": {}})[1] == ['unknown field "Spec"']


def test_duplicate_fields_are_reported_with_the_last_value_kept():
    body = json.loads('{"data": {"a": "1", "b": "2", "a": "3"}, "kind": "ConfigMap", "kind": "ConfigMap"}', object_pairs_hook=object_pairs)
    obj, problems = decoded(body, "ConfigMap")
    assert problems == ['duplicate field "data.a"', 'duplicate field "kind"']
    assert obj["data"] == {"a": "3", "b": "2"}


def test_an_empty_list_is_told_from_none_where_it_matters():
    obj, _ = decoded({"metadata": {"labels": {}}})
    assert as_sent(obj["metadata"], "labels") == {} and as_sent(obj["metadata"], "annotations") is None
    assert "labels" not in obj["metadata"]


def test_recursive_types_and_schema_unions():
    props = {"properties": {"a": {"items": {"type": "string"}, "additionalProperties": False}}, "dependencies": {"x": ["y"]}}
    version = {"name": "v1", "schema": {"openAPIV3Schema": props}}
    obj, problems = decoded({"spec": {"versions": [version]}}, "CustomResourceDefinition", "apiextensions.k8s.io/v1")
    assert not problems and obj["spec"]["versions"][0]["schema"]["openAPIV3Schema"] == props


def test_raw_values_are_kept_and_private():
    data = {"anything": [1, {"a": None}]}
    obj, _ = decoded({"data": data, "revision": 1}, "ControllerRevision", "apps/v1")
    assert obj["data"] == data and obj["data"] is not data


def test_ordered_gives_gos_order():
    shown = codec.ordered({"status": {}, "metadata": {"labels": {"b": "1", "a": "2"}, "name": "x"}, "kind": "Pod", "apiVersion": "v1"}, POD)
    assert list(shown) == ["kind", "apiVersion", "metadata", "status"]
    assert list(shown["metadata"]) == ["name", "labels"] and list(shown["metadata"]["labels"]) == ["a", "b"]


def test_every_kind_takes_the_zero_value_and_gives_it_back():
    for name in (n for n in schema.names() if schema.definition(n).get("gvk")):
        obj, problems = codec.decode({}, name)
        assert not problems and codec.decode(obj, name) == (obj, [])
