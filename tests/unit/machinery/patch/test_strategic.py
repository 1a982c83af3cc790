"""Strategic merge patch, with the merge keys of the real types."""
from __future__ import annotations

import copy

import pytest

from kubectl_lite.api import schema
from kubectl_lite.machinery.patch import diff, strategic, threeway
from kubectl_lite.machinery.patch.errors import BadPatch, PatchError
from kubectl_lite.machinery.patch.lookup import Lookup

POD_SPEC = Lookup(schema.definition, "io.k8s.api.core.v1.PodSpec")
DEPLOYMENT = Lookup(schema.definition, "io.k8s.api.apps.v1.Deployment")
META = Lookup(schema.definition, "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
SPEC = {"containers": [{"name": "c", "image": "x:1", "args": ["a", "b"], "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]},
                       {"name": "e", "image": "y:1"}],
        "volumes": [{"name": "v", "emptyDir": {}}, {"name": "w", "emptyDir": {}}], "tolerations": [{"key": "a"}], "nodeSelector": {"x": "1"}}


def patched(patch, original=SPEC, lookup=POD_SPEC):
    before, sent = copy.deepcopy(original), copy.deepcopy(patch)
    out = strategic.apply(original, patch, lookup)
    assert original == before and patch == sent
    return out


def names(items):
    return [i["name"] for i in items]


def test_items_merge_by_key_and_new_ones_come_first():
    out = patched({"containers": [{"name": "new", "image": "z"}, {"name": "c", "image": "x:2"}]})
    assert names(out["containers"]) == ["new", "c", "e"] and out["containers"][1]["image"] == "x:2" and out["containers"][1]["args"] == ["a", "b"]


def test_delete_and_replace_directives():
    assert names(patched({"containers": [{"name": "c", "$patch": "delete"}]})["containers"]) == ["e"]
    env = patched({"containers": [{"name": "c", "env": [{"$patch": "replace"}, {"name": "Z"}]}]})["containers"][0]["env"]
    assert env == [{"name": "Z"}]
    assert patched({"nodeSelector": {"$patch": "replace", "y": "2"}})["nodeSelector"] == {"y": "2"}
    assert patched({"nodeSelector": {"$patch": "delete"}})["nodeSelector"] == {}


def test_atomic_lists_are_replaced_and_nulls_remove():
    out = patched({"tolerations": [{"key": "b"}], "nodeSelector": None, "hostname": None})
    assert out["tolerations"] == [{"key": "b"}] and "nodeSelector" not in out and "hostname" not in out


def test_set_element_order():
    out = patched({"$setElementOrder/containers": [{"name": "e"}, {"name": "c"}], "containers": [{"name": "c", "image": "x:3"}]})
    assert names(out["containers"]) == ["e", "c"]


def test_retain_keys():
    out = patched({"volumes": [{"name": "w", "$retainKeys": ["name", "hostPath"], "hostPath": {"path": "/x"}}]})
    assert out["volumes"] == [{"name": "v", "emptyDir": {}}, {"name": "w", "hostPath": {"path": "/x"}}]


def test_delete_from_primitive_list():
    out = patched({"$deleteFromPrimitiveList/finalizers": ["a"], "finalizers": ["c"]}, {"finalizers": ["a", "b"]}, META)
    assert sorted(out["finalizers"]) == ["b", "c"]


@pytest.mark.parametrize("patch, text", [
    ({"containers": [{"image": "x:9"}]}, "map: map[image:x:9] does not contain declared merge key: name"),
    ({"nodeSelector": {"$patch": "explode"}}, "unknown patch type: explode in map: map[$patch:explode]"),
    ({"$setElementOrder/none": []}, 'unable to find api field in struct PodSpec for the json field "none"'),
    ({"volumes": [{"name": "w", "$retainKeys": ["name"], "hostPath": {}}]}, "invalid patch format of retainKeys"),
    ({"containers": [{"name": "c"}, "x"]}, "list element types are not identical: [[map[args:[a b] env:[map[name:A value:1] map[name:B value:2]] image:x:1 name:c] "
                                           "map[image:y:1 name:e]] [map[name:c] x]]"),
])
def test_errors(patch, text):
    with pytest.raises(PatchError) as refused:
        patched(patch)
    assert str(refused.value) == text
    assert isinstance(refused.value, BadPatch) == ("retainKeys" in text)


def test_directives_have_nothing_to_do_where_there_is_nothing():
    assert patched({"affinity": {"nodeAffinity": {"$patch": "delete"}}})["affinity"] == {}


def test_two_way_patches():
    modified = copy.deepcopy(SPEC)
    modified["containers"][0]["image"] = "x:2"
    del modified["containers"][0]["env"][0]
    modified["volumes"][1] = {"name": "w", "hostPath": {"path": "/x"}}
    patch = diff.two_way(SPEC, modified, POD_SPEC)
    assert patch["containers"] == [{"name": "c", "image": "x:2", "env": [{"name": "A", "$patch": "delete"}], "$setElementOrder/env": [{"name": "B"}]}]
    assert patch["volumes"] == [{"name": "w", "emptyDir": None, "hostPath": {"path": "/x"}, "$retainKeys": ["hostPath", "name"]}]
    assert patched(patch) == modified


def test_three_way_patches_delete_what_was_applied_and_leave_what_others_set():
    original = {"metadata": {"labels": {"a": "1", "gone": "x"}}, "spec": {"replicas": 2}}
    modified = {"metadata": {"labels": {"a": "2"}}, "spec": {}}
    current = {"metadata": {"labels": {"a": "1", "gone": "x", "theirs": "y"}}, "spec": {"replicas": 5, "paused": True}}
    patch = threeway.strategic(original, modified, current, DEPLOYMENT)
    assert patch == {"metadata": {"labels": {"a": "2", "gone": None}}, "spec": {"replicas": None}}
    assert threeway.merge(original, modified, current) == patch
    with pytest.raises(threeway.Conflict):
        threeway.strategic(original, modified, current, DEPLOYMENT, overwrite=False)


def test_an_unchanged_configuration_needs_no_patch():
    assert threeway.strategic(SPEC, SPEC, SPEC, POD_SPEC) == {} and threeway.merge(SPEC, SPEC, SPEC) == {}


def test_preconditions_of_merge_patches():
    with pytest.raises(threeway.PreconditionFailed):
        threeway.merge({}, {"kind": "B"}, {"kind": "A"}, [threeway.unchanged("kind")])
