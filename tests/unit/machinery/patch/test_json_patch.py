"""JSON patch."""
from __future__ import annotations

import copy

import pytest

from kubectl_lite.machinery.patch import json as json_patch
from kubectl_lite.machinery.patch.errors import Inapplicable

DOCUMENT = {"data": {"k": "v", "other": "o", "a.b": "dotted", "sl/ash": "s"}, "ports": [1, 2]}


def patched(*operations):
    document = copy.deepcopy(DOCUMENT)
    out = json_patch.apply(document, list(operations))
    assert document == DOCUMENT
    return out


def op(name, path, **more):
    return {"op": name, "path": path, **more}


def test_operations():
    out = patched(op("add", "/data/new", value="n"), op("replace", "/data/k", value="v2"), op("remove", "/data/other"),
                  op("copy", "/data/k3", **{"from": "/data/k"}), op("move", "/data/k4", **{"from": "/data/a.b"}), op("test", "/data/k", value="v2"))
    assert out["data"] == {"k": "v2", "new": "n", "k3": "v2", "k4": "dotted", "sl/ash": "s"}


def test_pointers_escape_slashes_and_address_list_ends():
    out = patched(op("remove", "/data/sl~1ash"), op("add", "/ports/0", value=0), op("add", "/ports/-", value=3))
    assert "sl/ash" not in out["data"] and out["ports"] == [0, 1, 2, 3]


def test_replacing_an_absent_entry_adds_it():
    assert patched(op("replace", "/data/none", value="x"))["data"]["none"] == "x"


@pytest.mark.parametrize("operation", [
    op("test", "/data/k", value="wrong"), op("remove", "/data/none"), op("add", "/data/none/deep", value="x"), op("frob", "/data/k"),
    op("remove", "/ports/9"), op("replace", "/ports/2", value=1), op("add", "/ports/3", value=1), op("remove", "/ports/x"), {"op": "add"},
    op("move", "/x", **{"from": "/none"}), op("copy", "/x"), op("test", "/ports/0", value=True), op("test", "/ports/-3", value=1),
    op("replace", "", value=1), op("add", "", value={}), op([], "/data"), None, op("remove", "/ports/١"), op("remove", "data"),
])
def test_what_cannot_be_done(operation):
    with pytest.raises(Inapplicable):
        patched(operation)


def test_negative_indexes_count_from_the_end():
    out = patched(op("test", "/ports/-1", value=2), op("add", "/ports/-1", value=3), op("replace", "/ports/-3", value=0), op("remove", "/ports/-2"))
    assert out["ports"] == [0, 3]


def test_the_whole_document_is_replaced_and_tested():
    assert patched(op("test", "", value=DOCUMENT), op("replace", "", value={"a": 1}), op("add", "/b", value=2)) == {"a": 1, "b": 2}


def test_an_absent_entry_is_copied_as_null_and_tested_so():
    assert patched(op("copy", "/data/new", **{"from": "/data/none"}), op("test", "/data/gone"))["data"]["new"] is None


def test_copies_are_limited():
    document = {"a": "x" * 1024 * 1024}
    with pytest.raises(Inapplicable):
        json_patch.apply(document, [op("copy", f"/b{i}", **{"from": "/a"}) for i in range(4)])
