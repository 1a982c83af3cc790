"""The managedFields of creates, updates and applies, with the real types of the API."""
from __future__ import annotations

import copy

import pytest

from kubectl_lite.api import codec, schema
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.managedfields.manager import LAST_APPLIED, FieldManager, same_but_times
from kubectl_lite.machinery.managedfields.schema import Facts
from kubectl_lite.machinery.managedfields.updater import drop

FACTS = Facts(schema.definition)
CORE = "io.k8s.api.core.v1."


class Clock:
    def __init__(self):
        self.seconds = 0

    def __call__(self):
        self.seconds += 1
        return f"2024-01-01T00:00:{self.seconds:02d}Z"


def manager(kind="ConfigMap", version="v1", name="", **options):
    name = name or CORE + kind
    return FieldManager(FACTS.node(name), version, kind, Clock(), codec.zero(name), **options)


def config_map(**data):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cm", "namespace": "demo"}, **({"data": data} if data else {})}


def made(fields, obj, who):
    obj = copy.deepcopy(obj)
    fields.create(obj, who)
    return obj


def updated(fields, live, who, **changes):
    obj = {**copy.deepcopy(live), **changes}
    fields.update(live, obj, who)
    return obj


def owners(obj):
    return {(e["manager"], e["operation"]): e["fieldsV1"] for e in obj["metadata"].get("managedFields", [])}


def test_create_owns_what_it_sets_but_not_what_names_the_object():
    obj = made(manager(), config_map(a="1"), "kubectl-create")
    assert owners(obj) == {("kubectl-create", "Update"): {"f:data": {".": {}, "f:a": {}}}}
    assert list(obj["metadata"]["managedFields"][0]) == ["manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1"]


def test_create_of_a_pod_follows_list_types_and_key_defaults():
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "finalizers": ["example.com/x"]},
           "spec": {"containers": [{"name": "c", "ports": [{"containerPort": 80}], "resources": {}}], "tolerations": [{"key": "k"}]}}
    obj = made(manager("Pod", ignored=drop({"f:status": {}})), {**pod, "status": {"phase": "Pending"}}, "m")
    assert owners(obj)["m", "Update"] == {
        "f:metadata": {"f:finalizers": {".": {}, 'v:"example.com/x"': {}}},
        "f:spec": {"f:containers": {'k:{"name":"c"}': {".": {}, "f:name": {}, "f:resources": {}, "f:ports": {
            ".": {}, 'k:{"containerPort":80,"protocol":"TCP"}': {".": {}, "f:containerPort": {}}}}}, "f:tolerations": {}}}


def test_update_takes_what_it_changes_from_others():
    fields = manager()
    live = made(fields, config_map(a="1", b="2"), "one")
    obj = updated(fields, live, "two", data={"a": "9", "b": "2"})
    assert owners(obj) == {("one", "Update"): {"f:data": {".": {}, "f:b": {}}}, ("two", "Update"): {"f:data": {"f:a": {}}}}


def test_removed_fields_are_nobodys_and_empty_managers_go():
    fields = manager()
    live = made(fields, config_map(a="1"), "one")
    obj = {key: value for key, value in live.items() if key != "data"}
    obj["metadata"] = dict(live["metadata"])
    fields.update(live, obj, "two")
    assert "managedFields" not in obj["metadata"]


def test_an_update_that_changes_nothing_keeps_time_and_owners():
    fields = manager()
    live = made(fields, config_map(a="1"), "one")
    assert updated(fields, live, "one")["metadata"]["managedFields"] == live["metadata"]["managedFields"]


def test_managed_fields_can_be_reset_and_then_stay_away():
    fields = manager()
    live = made(fields, config_map(a="1"), "one")
    metadata = {**live["metadata"], "managedFields": [{}]}
    bare = updated(fields, live, "two", metadata=metadata)
    assert "managedFields" not in bare["metadata"]
    assert "managedFields" not in updated(fields, bare, "two", data={"a": "2"})["metadata"]


def test_unreadable_managed_fields_of_a_request_are_ignored():
    fields = manager()
    live = made(fields, config_map(a="1"), "one")
    metadata = {**live["metadata"], "managedFields": [{"manager": "x", "operation": "Frob"}]}
    assert owners(updated(fields, live, "two", metadata=metadata)) == owners(live)


def test_more_than_ten_updaters_are_merged():
    fields = manager()
    obj = made(fields, config_map(a="0"), "m00")
    for i in range(1, 14):
        obj = updated(fields, obj, f"m{i:02d}", data={**obj["data"], f"k{i:02d}": "x"})
    names = [e["manager"] for e in obj["metadata"]["managedFields"]]
    assert len(names) == 10 and "ancient-changes" in names and "m13" in names and "m00" not in names
    assert owners(obj)["ancient-changes", "Update"]["f:data"].keys() >= {".", "f:a", "f:k01"}


def applied(fields, live, config, who, force=False):
    return fields.apply(live, config, who, force)


def test_apply_creates():
    obj = applied(manager(), None, config_map(a="1"), "alice")
    assert obj["data"] == {"a": "1"} and owners(obj) == {("alice", "Apply"): {"f:data": {"f:a": {}}}}


def test_apply_conflicts_unless_forced_and_shares_what_is_equal():
    fields = manager()
    live = applied(fields, None, config_map(a="1", shared="same"), "alice")
    with pytest.raises(ApiError) as refused:
        applied(fields, live, config_map(a="2", shared="same"), "bob")
    assert refused.value.message == 'Apply failed with 1 conflict: conflict with "alice": .data.a'
    assert refused.value.details["causes"] == [{"reason": "FieldManagerConflict", "message": 'conflict with "alice"', "field": ".data.a"}]
    obj = applied(fields, live, config_map(a="2", shared="same"), "bob", force=True)
    assert owners(obj) == {("alice", "Apply"): {"f:data": {"f:shared": {}}}, ("bob", "Apply"): {"f:data": {"f:a": {}, "f:shared": {}}}}


def test_several_conflicts_are_listed_by_manager():
    fields = manager()
    live = applied(fields, None, config_map(a="1", b="2"), "alice")
    live = updated(fields, live, "kubectl-patch", data={"a": "1", "b": "2", "c": "3"})
    with pytest.raises(ApiError) as refused:
        applied(fields, live, config_map(a="x", b="x", c="x"), "bob")
    assert refused.value.message == ('Apply failed with 3 conflicts: conflicts with "alice":\n- .data.a\n- .data.b\n'
                                     'conflicts with "kubectl-patch" using v1:\n- .data.c')


def test_what_is_no_longer_applied_goes_unless_others_own_it():
    fields = manager()
    live = applied(fields, None, config_map(a="1", both="x"), "alice")
    live = applied(fields, live, config_map(both="x"), "bob")
    obj = applied(fields, live, config_map(), "alice")
    assert obj["data"] == {"both": "x"} and owners(obj) == {("bob", "Apply"): {"f:data": {"f:both": {}}}}


def test_an_equal_apply_gives_ownership_without_a_time():
    fields = manager()
    live = made(fields, config_map(a="1"), "one")
    obj = applied(fields, live, config_map(a="1"), "two")
    entry = next(e for e in obj["metadata"]["managedFields"] if e["manager"] == "two")
    assert "time" not in entry and obj["data"] == live["data"]


def test_kubectl_takes_over_from_its_client_side_apply():
    fields = manager()
    live = config_map(a="1", b="2")
    live["metadata"]["annotations"] = {LAST_APPLIED: '{"apiVersion":"v1","data":{"a":"1","b":"2"},"kind":"ConfigMap","metadata":{"name":"cm"}}'}
    live = made(fields, live, "kubectl-client-side-apply")
    obj = applied(fields, live, config_map(a="9"), "kubectl")
    assert obj["data"] == {"a": "9", "b": "2"}
    assert obj["metadata"]["annotations"][LAST_APPLIED] == '{"apiVersion":"v1","data":{"a":"9"},"kind":"ConfigMap","metadata":{"name":"cm","namespace":"demo"}}\n'
    with pytest.raises(ApiError):
        applied(fields, live, config_map(a="9"), "other")


def test_objects_without_owners_are_given_one_before_the_first_apply():
    obj = applied(manager(), config_map(a="1"), config_map(b="2"), "alice")
    assert owners(obj) == {("before-first-apply", "Update"): {"f:data": {".": {}, "f:a": {}}}, ("alice", "Apply"): {"f:data": {"f:b": {}}}}


@pytest.mark.parametrize("config, code, text", [
    ({"metadata": {"name": "cm", "managedFields": []}}, 400, "metadata.managedFields must be nil"),
    ({"apiVersion": "v2"}, 400, "invalid object type: /v2, Kind=ConfigMap, expected: /v1, Kind=ConfigMap"),
    ({"bogus": 1}, 500, "failed to create typed patch object (demo/cm; /v1, Kind=ConfigMap): .bogus: field not declared in schema"),
])
def test_refused_configurations(config, code, text):
    with pytest.raises(ApiError) as refused:
        applied(manager(), None, {**config_map(a="1"), **config}, "alice")
    assert (refused.value.code, refused.value.message) == (code, text)


def test_lists_merge_in_the_applied_order():
    def service(*ports):
        return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": [{"port": p, "protocol": "TCP"} for p in ports]}}
    fields = manager("Service")
    live = applied(fields, None, service(1, 2, 3), "alice")
    obj = applied(fields, live, service(3, 9, 1), "bob")
    assert [p["port"] for p in obj["spec"]["ports"]] == [2, 3, 9, 1]


def test_only_new_times_are_no_change():
    fields = manager()
    old = made(fields, config_map(a="1"), "one")
    obj = copy.deepcopy(old)
    obj["metadata"]["managedFields"][0]["time"] = "2030-01-01T00:00:00Z"
    same_but_times(obj, old)
    assert obj == old


def test_subresources_have_entries_of_their_own():
    fields = manager("Pod", subresource="status", ignored=drop({"f:spec": {}}))
    live = made(manager("Pod"), {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c"}]}}, "one")
    obj = updated(fields, live, "kubelet", status={"phase": "Running"}, spec={"containers": []})
    entry = next(e for e in obj["metadata"]["managedFields"] if e["manager"] == "kubelet")
    assert entry["subresource"] == "status" and entry["fieldsV1"] == {"f:status": {".": {}, "f:phase": {}}}
