"""What the maker of a new object owns: the differences from the zero value, found in one walk."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery.managedfields.items import Items
from kubectl_lite.machinery.managedfields.nodes import Leaf, Map
from kubectl_lite.machinery.managedfields.sets import canonical, union
from kubectl_lite.machinery.managedfields.updater import compare


def struct(**fields):
    node = Map()
    node.fields.update({name: ("f:" + name, below) for name, below in fields.items()})
    return node


def free():
    node = Map()
    node.item = Leaf()
    return node


NODE = struct(kind=Leaf(), ref=Leaf("map"), labels=free(), spec=struct(n=Leaf(), crew=Items({"name": None}, struct(name=Leaf(), rank=Leaf())), tags=Items({}, Leaf())))
ZERO = {"ref": {"name": ""}, "labels": {}, "spec": {"n": 0, "crew": None}}


@pytest.mark.parametrize("obj", [
    {}, {"kind": "Boat"}, ZERO, {"ref": {"name": "x"}}, {"labels": {"b": "2", "a": "1"}}, {"labels": {}}, {"spec": {}},
    {"spec": {"n": 0, "crew": []}}, {"spec": {"n": 3, "crew": None}},
    {"spec": {"crew": [{"name": "zoe", "rank": 1}, {"name": "ann"}], "tags": ["t", "s"]}, "kind": "Boat"},
    {"spec": {"crew": [{"name": "ann"}, {"name": "ann"}]}},
])
def test_the_maker_owns_what_differs_from_the_zero_value(obj):
    change = compare(NODE, ZERO, obj)
    owned = NODE.beyond(ZERO, obj)
    assert owned == union(change.modified, change.added)
    assert repr(owned) == repr(canonical(owned))


def test_plans_do_not_leak_between_objects():
    first = NODE.everything({"spec": {"n": 1, "tags": ["a"]}, "kind": "x"})
    before = repr(first)
    NODE.everything({"spec": {"n": 1, "tags": ["b"]}, "kind": "x"})
    assert repr(first) == before
