from kubectl_lite.api import codec_storage, schema


def settled(kind, obj, version="v1"):
    codec_storage.settle(obj, schema.for_kind(version, kind))
    return obj


def test_an_empty_list_that_is_always_written_is_null():
    assert settled("Role", {"rules": []}, "rbac.authorization.k8s.io/v1") == {"rules": None}
    assert settled("Role", {"rules": [{"verbs": []}]}, "rbac.authorization.k8s.io/v1") == {"rules": [{"verbs": None}]}
    volumes = [{"name": "a"}, {"name": "b", "projected": {"sources": []}}]
    assert settled("Pod", {"spec": {"volumes": volumes}})["spec"]["volumes"][1]["projected"] == {"sources": None}


def test_the_rest_stays():
    assert settled("Pod", {"spec": {"nodeSelector": {}, "containers": [{"args": []}]}}) == {"spec": {"nodeSelector": {}, "containers": [{"args": []}]}}


def test_definitions_of_custom_resources_keep_their_lists():
    version, obj = "apiextensions.k8s.io/v1", {"spec": {"versions": []}}
    assert settled("CustomResourceDefinition", obj, version) == {"spec": {"versions": []}}
