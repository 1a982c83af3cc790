"""Requests that make no sense: always an answer with the true reason, and nothing is changed."""
from __future__ import annotations

import json

import pytest

MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}


@pytest.fixture
def one(world):
    """A world with one ConfigMap."""
    world.post("configmaps", MAP)
    return world


@pytest.mark.parametrize("method, path, status", [
    ("GET", "pods/p/status/x", 404), ("GET", "pods/p/log/x", 404), ("GET", "configmaps/a/nope", 404), ("GET", "/api/v1/pods/p", 404),
    ("GET", "/api/v1/namespaces/demo/nodes", 404), ("PUT", "/api/v1/pods", 405), ("DELETE", "/api/v1/configmaps", 405), ("PATCH", "/api/v1/configmaps", 405),
    ("PUT", "configmaps", 405), ("POST", "configmaps/a", 405), ("FOO", "configmaps/a", 405), ("DELETE", "/apis/apps/v1", 405),
])
def test_paths_and_methods(one, method, path, status):
    answer = one.send(method, path, {} if method in ("PUT", "POST", "PATCH") else None)
    assert answer.status == status and answer.body["kind"] == "Status"


@pytest.mark.parametrize("form, taken", [
    ("application/json", True), ("APPLICATION/JSON; charset=utf-8", True), ("application/yaml", True), ("", True),
    ("text/plain", False), ("application/json-patch+json", False), ("application/vnd.kubernetes.protobuf", False), ("a/b/c", False),
])
def test_forms_of_bodies(world, form, taken):
    answer = world.send("POST", "configmaps", json.dumps(MAP).encode(), form)
    if taken:
        assert answer.status == 201
        return
    assert (answer.status, answer.body["reason"]) == (415, "UnsupportedMediaType")
    assert answer.body["message"].endswith("accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf")
    assert world.get("configmaps/a").status == 404


@pytest.mark.parametrize("name", ["limit", "timeoutSeconds"])
@pytest.mark.parametrize("text, why", [("abc", "invalid syntax"), ("1.5", "invalid syntax"), ("1_0", "invalid syntax"), (" 1", "invalid syntax"),
                                       ("9" * 20, "value out of range"), ("9" * 5000, "value out of range"), ("-5", ""), ("+5", ""), ("", "")])
def test_numbers_in_queries(one, name, text, why):
    answer = one.send("GET", "configmaps", **{name: text})
    assert answer.status == (400 if why else 200)
    assert not why or answer.body["message"] == f'strconv.ParseInt: parsing "{text}": {why}'


@pytest.mark.parametrize("body, status, text", [
    ({"kind": "Pod", "apiVersion": "v1"}, 500, 'no kind "Pod" is registered for version "v1"'),
    ([], 400, "cannot unmarshal array"), (b"[]", 400, "cannot unmarshal array"), (b"{", 400, "unexpected end of JSON input"), (1, 400, "cannot unmarshal number"),
    ({"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": "x"}, 400, "of type int64"),
])
def test_what_are_no_options_deletes_nothing(one, body, status, text):
    answer = one.send("DELETE", "configmaps/a", body)
    assert answer.status == status and text in answer.body["message"]
    assert one.get("configmaps/a").status == 200


@pytest.mark.parametrize("query", [{"gracePeriodSeconds": "x"}, {"gracePeriodSeconds": "9" * 30}, {"propagationPolicy": "Odd"}, {"dryRun": "Some"}])
def test_options_in_queries_that_make_no_sense_delete_nothing(one, query):
    assert one.send("DELETE", "configmaps/a", **query).status in (400, 422)
    assert one.get("configmaps/a").status == 200


def test_bytes_that_are_no_text(world):
    body = b'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"\xff"}}'
    assert world.send("POST", "configmaps", body).body["data"] == {"k": "\ufffd"}
    assert world.send("POST", "configmaps", b"\xff\xfe").status == 400
