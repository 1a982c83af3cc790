"""Every kind's rules take any object that can be decoded: they answer with field errors, never with an exception."""
from __future__ import annotations

import copy
import random

import pytest

from kubectl_lite.api import codec, kinds, resources, schema
from kubectl_lite.machinery.field import FieldError

ROUNDS = 25
TEXTS = ("", "a", "A b", "-1", "a/b", "10.0.0.1", "10.0.0.0/8", "x" * 70, "Pod", "kubernetes.io/x", "v1", "*", "true", "é")
NUMBERS = (0, 1, -1, 5, 65536, 2147483647)
QUANTITIES = ("0", "1", "1Gi", "100m", "-5", "1.5")
TIMES = ("2026-01-01T00:00:00Z",)
MAX_DEPTH = 9


class Maker:
    """Random values of the schema's types; the seed is the kind's name and the round."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def struct(self, name, depth):
        fields, short = schema.fields(name), name.rpartition(".")[2]
        if not fields:
            return self.simple(short)
        wanted = {} if depth > MAX_DEPTH else {k: f for k, f in fields.items() if self.random.random() < (0.75 if depth < 3 else 0.4 if depth < 6 else 0.15)}
        return {k: self.value(f, depth + 1) for k, f in wanted.items() if k not in ("managedFields",)}

    def value(self, field, depth):
        if field.get("enum") and self.random.random() < 0.7:
            return self.random.choice(field["enum"])
        if "ref" in field:
            return self.struct(field["ref"], depth)
        if "items" in field:
            return [self.value(field["items"], depth) for _ in range(self.random.randint(0, 2))]
        if "values" in field:
            return {self.random.choice(TEXTS): self.value(field["values"], depth) for _ in range(self.random.randint(0, 2))}
        return self.scalar(field)

    def scalar(self, field):
        kind = field.get("type")
        if field.get("format") == "byte":
            return self.random.choice(("", "YQ==", "eyJhIjoxfQ=="))
        if field.get("format") == "date-time":
            return self.random.choice(TIMES)
        return {"integer": lambda: self.random.choice(NUMBERS), "number": lambda: 1.5, "boolean": lambda: self.random.random() < 0.5,
                "string": lambda: self.random.choice(TEXTS)}.get(kind, dict)()

    def simple(self, short):
        if short == "Quantity":
            return self.random.choice(QUANTITIES)
        if short == "IntOrString":
            return self.random.choice((0, 5, -1, "50%", "abc"))
        if "Time" in short:
            return self.random.choice(TIMES)
        return {}


def objects():
    for row in resources.all_stored():
        if (row.group, row.kind) in kinds.KINDS and row.schema:
            yield row


def decoded(row, maker):
    for _ in range(20):
        try:
            obj, _ = codec.decode(maker.struct(row.schema, 0), row.schema)
        except Exception:  # a text where a time or number was wanted: another draw
            continue
        obj["apiVersion"], obj["kind"] = row.api_version, row.kind
        obj["metadata"] = {"name": "a", "uid": "u", "creationTimestamp": TIMES[0], **({"namespace": "demo"} if row.namespaced else {}),
                           **{k: v for k, v in (obj.get("metadata") or {}).items() if k in ("labels", "annotations")}}
        return obj
    return None


def written(strategy, obj, old=None):
    try:
        strategy.default(obj)
    except Exception as e:
        from kubectl_lite.machinery.errors import ApiError
        assert isinstance(e, ApiError), e
        return None
    if old is None:
        strategy.prepare_for_create(obj)
    else:
        strategy.prepare_for_update(obj, old)
    return obj


@pytest.mark.parametrize("row", list(objects()), ids=lambda row: f"{row.group or 'core'}/{row.kind}")
def test_rules_survive_any_object(row):
    strategy = kinds.strategy(row.group, row.kind)
    old = None
    for n in range(ROUNDS):
        obj = decoded(row, Maker(f"{row.kind} {n}"))
        if obj is None:
            continue
        new = written(strategy, copy.deepcopy(obj))
        if new is None:
            continue
        before = copy.deepcopy(new)
        for problem in strategy.validate(new):
            assert isinstance(problem, FieldError) and str(problem) and problem.cause()["reason"]
        strategy.warnings(new, None), strategy.selectable_fields(new)
        assert new == before, "validation changed the object"
        if old is not None:
            changed = written(strategy, obj, copy.deepcopy(old))
            was = copy.deepcopy(old)
            assert all(isinstance(p, FieldError) for p in strategy.validate_update(changed, old))
            [str(p) for p in strategy.validate_update(changed, old)], strategy.bumps_generation(changed, old)
            assert old == was, "the stored object was changed"
        strategy.canonicalize(new)
        old = new
