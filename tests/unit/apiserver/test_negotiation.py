"""Accept headers: tables and metadata of the right version, and what cannot be had."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery.wire import Request
from tests.unit.apiserver.conftest import ADMIN

META = "g=meta.k8s.io;v=v1"
CM = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cm"}, "data": {"k": "v"}}


@pytest.fixture
def ask(world):
    world.post("configmaps", CM)

    def get(path, accept, method="GET", body=None, **query):
        return world.server.handle(Request(method, f"/api/v1/namespaces/demo/{path}", {k: [v] for k, v in query.items()}, {"accept": accept}, body, ADMIN))
    return get


@pytest.mark.parametrize("accept, kind", [
    ("application/json", "ConfigMapList"), ("*/*", "ConfigMapList"), ("application/vnd.kubernetes.protobuf, application/json", "ConfigMapList"),
    (f"application/json;as=Table;{META}", "Table"), (f"application/json;as=Odd;{META}, application/json", "ConfigMapList"),
    (f"application/json;q=0.1, application/json;as=PartialObjectMetadataList;{META};q=0.9", "PartialObjectMetadataList"),
    (f"application/*;as=Table;{META}", "Table"), ("application/json;as=Table;g=meta.k8s.io;v=v9,application/yaml", "ConfigMapList"),
])
def test_the_first_that_can_be_had(ask, accept, kind):
    assert ask("configmaps", accept).body["kind"] == kind


@pytest.mark.parametrize("accept", ["text/html", "application/json;as=Table", f"application/json;as=Odd;{META}", "application/vnd.kubernetes.protobuf"])
def test_nothing_is_done_for_who_could_not_read_the_answer(ask, accept):
    answer = ask("configmaps/cm", accept, "DELETE")
    assert (answer.status, answer.body["reason"]) == (406, "NotAcceptable")
    assert answer.body["message"] == "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf"
    assert ask("configmaps/cm", "").status == 200


def test_lists_and_objects_have_metadata_of_their_own(ask):
    single, many = f"application/json;as=PartialObjectMetadata;{META}", f"application/json;as=PartialObjectMetadataList;{META}"
    assert ask("configmaps/cm", single).body["kind"] == "PartialObjectMetadata"
    assert ask("configmaps", single).body["message"] == "you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)"
    assert ask("configmaps/cm", many).body["message"] == "you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)"


def test_versions_of_what_is_answered(ask):
    older = ask("configmaps", "application/json;as=Table;g=meta.k8s.io;v=v1beta1").body
    assert older["apiVersion"] == older["rows"][0]["object"]["apiVersion"] == "meta.k8s.io/v1beta1"


def test_what_rows_carry(ask):
    accept = f"application/json;as=Table;{META}"
    carried = {include: ask("configmaps", accept, includeObject=include).body["rows"][0]["object"] for include in ("None", "Metadata", "Object")}
    assert carried["None"] is None and carried["Metadata"]["kind"] == "PartialObjectMetadata" and carried["Object"]["data"] == {"k": "v"}
    assert ask("configmaps", accept, includeObject="All").body["message"] == (
        "Unable to convert to Table as requested: includeObject: Invalid value: \"All\": must be 'Metadata', 'Object', 'None', or empty")
