"""Paths into values of a schema."""
from __future__ import annotations

import pytest

from kubectl_lite.api.structural import fieldpath

SCHEMA = {"properties": {"spec": {"properties": {"a.b": {"type": "string"}, "labels": {"additionalProperties": {"type": "string"}}}}}}


@pytest.mark.parametrize("text, path", [(".spec", "spec"), (".spec['a.b']", "spec.a.b"), (".spec.labels['x']", "spec.labels[x]"), (".spec.labels.x", "spec.labels[x]")])
def test_paths(text, path):
    assert fieldpath.find(text, SCHEMA)[0::3] == (path, "")


@pytest.mark.parametrize("text, problem", [
    ("spec", "expected [ or . but got: spec"), (".none", "does not refer to a valid field"), (".", "unexpected end of JSON path"),
    (".spec[a]", "expected single quoted string but got a"), (".spec['a.b'", "unexpected end of JSON path"), (".spec['\\q']", "invalid string literal: invalid escape char \\q"),
])
def test_what_is_no_path(text, problem):
    assert fieldpath.find(text, SCHEMA).problem == problem
    assert fieldpath.find(".spec['a.b']", SCHEMA, arrays=False).problem == "array notation is not allowed"
