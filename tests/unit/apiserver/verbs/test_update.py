"""PUT, and what a POST may bring along: identity, versions, and who may do without one."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery.wire import Request, UserInfo

CM = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cm"}, "data": {"k": "v"}}
LEASE = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "l"}, "spec": {}}
LEASES = "/apis/coordination.k8s.io/v1/namespaces/demo/leases/l"


@pytest.mark.parametrize("metadata, code, text", [
    ({}, 400, "the name of the object (cm based on URL) was undeterminable: name must be provided"),
    ({"name": "x"}, 400, "the name of the object (x) does not match the name on the URL (cm)"),
    ({"name": "x", "namespace": "other"}, 400, "the namespace of the provided object does not match the namespace sent on the request"),
    ({"name": "cm", "resourceVersion": "abc"}, 500, 'strconv.ParseUint: parsing "abc": invalid syntax'),
    ({"name": "cm", "resourceVersion": "1"}, 409, None),
])
def test_an_update_is_of_the_object_that_the_url_names(world, metadata, code, text):
    world.post("configmaps", CM)
    answer = world.send("PUT", "configmaps/cm", {**CM, "metadata": metadata, "data": {"k": "other"}})
    assert answer.status == code and (text is None or answer.body["message"] == text)
    assert world.get("configmaps/cm").body["data"] == {"k": "v"}


def test_a_version_of_zero_is_none(world):
    world.post("configmaps", CM)
    assert world.send("PUT", "configmaps/cm", {**CM, "metadata": {"name": "cm", "resourceVersion": "0"}}).status == 200


def test_some_kinds_are_created_by_an_update_and_then_want_a_version(world):
    assert world.send("PUT", LEASES, LEASE).status == 201
    answer = world.send("PUT", LEASES, LEASE)
    assert answer.body["message"] == 'leases.coordination.k8s.io "l" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update'
    assert world.send("PUT", "configmaps/none", {**CM, "metadata": {"name": "none"}}).status == 404


def test_a_new_object_has_no_version(world):
    def create(name, version):
        return world.post("configmaps", {**CM, "metadata": {"name": name, "resourceVersion": version}})
    assert [create("a", "0").status, create("b", "abc").status] == [201, 201]
    assert create("Bad", "5").status == 422  # validation comes before storage
    refused = create("c", "5")
    assert (refused.status, refused.body["message"]) == (500, "resourceVersion should not be set on objects to be created")
    assert world.get("configmaps/c").status == 404


def test_options_are_checked_together(world):
    answer = world.post("configmaps", CM, fieldManager="a\nb", dryRun="Odd", fieldValidation="Loud")
    assert answer.body["message"] == ('CreateOptions.meta.k8s.io "" is invalid: [fieldManager: Invalid value: "a\\nb": invalid character U+000A (at position 1), '
                                      'dryRun: Unsupported value: ["Odd"]: supported values: "All", '
                                      'fieldValidation: Unsupported value: "Loud": supported values: "Ignore", "Strict", "Warn"]')


def test_creating_by_an_update_or_an_apply_needs_the_right_to_create(world):
    rules = [{"apiGroups": ["", "coordination.k8s.io"], "resources": ["configmaps", "leases"], "verbs": ["get", "patch", "update"]}]
    bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/demo/rolebindings"
    world.post("/apis/rbac.authorization.k8s.io/v1/namespaces/demo/roles", {"metadata": {"name": "r"}, "rules": rules})
    world.post(bindings, {"metadata": {"name": "r"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "r"},
                          "subjects": [{"kind": "User", "name": "jane", "apiGroup": "rbac.authorization.k8s.io"}]})

    def as_jane(method, path, body, content_type, **query):
        headers = {"content-type": content_type, "user-agent": "t"}
        return world.server.handle(Request(method, path, query, headers, body, UserInfo("jane", ("system:authenticated",))))
    applied = as_jane("PATCH", "/api/v1/namespaces/demo/configmaps/cm", CM, "application/apply-patch+yaml", fieldManager=["m"])
    assert (applied.status, applied.body["message"]) == (403, 'configmaps "cm" is forbidden: ')
    assert as_jane("PUT", LEASES, LEASE, "application/json").status == 403
    world.post("configmaps", CM)
    assert as_jane("PATCH", "/api/v1/namespaces/demo/configmaps/cm", CM, "application/apply-patch+yaml", fieldManager=["m"]).status == 200


def test_nobody_owns_what_the_server_sets(world):
    system = {"uid": "u", "creationTimestamp": "2001-01-01T00:00:00Z", "deletionTimestamp": "2001-01-01T00:00:00Z", "deletionGracePeriodSeconds": 3, "selfLink": "/x"}
    metadata = world.post("configmaps", {**CM, "metadata": {"name": "cm", **system}}).body["metadata"]
    assert metadata["uid"] != "u" and not {"deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"} & set(metadata)
    assert [list(entry["fieldsV1"]) for entry in metadata["managedFields"]] == [["f:data"]]
    before = world.server.store.revision()
    assert world.patch("configmaps/cm", "merge", {"metadata": {"selfLink": "/x"}}).status == 200
    assert world.server.store.revision() == before
    tried = world.send("PUT", "configmaps/cm", {**CM, "metadata": {"name": "cm", "selfLink": "/x"}}, dryRun="All").body["metadata"]
    assert tried["selfLink"] == "/x"  # a dry run never comes to the storage, where it is lost


def test_bodies_have_a_limit(world):
    body = {**CM, "data": {"k": "x" * 3 * 1024 * 1024}}
    for answer in (world.post("configmaps", body), world.send("PUT", "configmaps/cm", str(body).replace("'", '"').encode()), world.patch("configmaps/cm", "merge", body)):
        assert (answer.status, answer.body["message"]) == (413, "Request entity too large: limit is 3145728")
