"""What kubectl itself validates: Lists, and kinds without a PATCH operation."""
from __future__ import annotations

import pytest

from kubectl_lite.cli import fieldsupport
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import forbidden
from kubectl_lite.machinery.wire import Response


class Row:
    def __init__(self, kind, *verbs):
        self.kind, self.verbs = kind, verbs


class Ctx:
    """A server that serves one patchable and one create-only kind, and whose document describes the latter."""
    SCHEMAS = {
        "pkg.Review": {"x-kubernetes-group-version-kind": [{"group": "g", "version": "v1", "kind": "Review"}], "type": "object",
                       "properties": {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "spec": {"allOf": [{"$ref": "#/components/schemas/pkg.Spec"}]}}},
        "pkg.Spec": {"type": "object", "required": ["user"], "properties": {
            "user": {"type": "string"}, "count": {"type": "integer"}, "on": {"type": "boolean"},
            "groups": {"type": "array", "items": {"type": "string"}}, "extra": {"type": "object", "additionalProperties": {"type": "array"}}}},
    }

    def __init__(self, definitions=()):
        self.client = self.mapper = self
        self.definitions = definitions

    def resources(self, group, version):
        return [Row("Review", "create"), Row("Thing", "create", "patch")] if (group, version) == ("g", "v1") else []

    def request(self, _method, path):
        if path.startswith("/openapi"):
            return Response(200, {"components": {"schemas": self.SCHEMAS}})
        if self.definitions is None:
            raise forbidden("customresourcedefinitions.apiextensions.k8s.io", "", "no")
        return Response(200, {"items": list(self.definitions)})


def review(**spec):
    return {"apiVersion": "g/v1", "kind": "Review", "spec": spec}


def test_the_server_checks_what_it_documents_patches_of():
    assert fieldsupport.problems(Ctx(None), {"apiVersion": "g/v1", "kind": "Thing", "wrong": 1}) == []


def test_other_kinds_of_a_served_version_need_a_look_at_the_definitions():
    with pytest.raises(CommandError, match="failed to check CRD: failed to list CRDs: customresourcedefinitions.apiextensions.k8s.io is forbidden"):
        fieldsupport.problems(Ctx(None), review(user="u"))
    custom = {"spec": {"group": "g", "names": {"kind": "Review"}}}
    assert fieldsupport.problems(Ctx([custom]), review(wrong=1)) == []
    assert fieldsupport.problems(Ctx(None), {"apiVersion": "other/v1", "kind": "Review"}) == []


def test_shapes_in_kube_openapis_words():
    found = fieldsupport.problems(Ctx(), review(count="1", on=1, groups={"a": 1}, extra={"k": "v"}, odd=1))
    assert found == [
        'ValidationError(Review.spec.count): invalid type for pkg.Spec.count: got "string", expected "integer"',
        'ValidationError(Review.spec.extra.k): invalid type for pkg.Spec.extra: got "string", expected "array"',
        'ValidationError(Review.spec.groups): invalid type for pkg.Spec.groups: got "map", expected "array"',
        'ValidationError(Review.spec): unknown field "odd" in pkg.Spec',
        'ValidationError(Review.spec.on): invalid type for pkg.Spec.on: got "integer", expected "boolean"',
        'ValidationError(Review.spec): missing required field "user" in pkg.Spec']


def test_a_list_is_checked_item_by_item():
    items = [review(user="u", odd=1), {"kind": "Review"}, {"apiVersion": "x/v1", "kind": "Unknown", "odd": 1}]
    found = fieldsupport.problems(Ctx(None), {"apiVersion": "v1", "kind": "List", "items": items})
    assert found == ['ValidationError(Review.spec): unknown field "odd" in pkg.Spec', "apiVersion not set"]
