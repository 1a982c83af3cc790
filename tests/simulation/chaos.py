"""Chaos: random and mutated objects, patches and selectors of all kinds, from a seed; and what must be true of every answer."""
from __future__ import annotations

import copy
import json
import os
import random

from kubectl_lite.api import resources, schema
from tests.matrix import cases
from tests.matrix.cluster import Cluster

DATA = os.path.join(os.path.dirname(os.path.dirname(__file__)), "matrix", "data")
TEXTS = ("", "a", "A b", "-1", "a/b", "10.0.0.1", "10.0.0.0/8", "x" * 70, "Pod", "kubernetes.io/x", "v1", "*", "true", "é", "\x00", "2026-01-01T00:00:00Z", "1Gi", "%", "..")
VALUES = (None, True, False, 0, 1, -1, 1.5, 2**31, 2**63, 2**64, 1e300, [], {}, [None], [{}], {"": ""}, [[]], {"a": {"b": {}}}, ["a", "a"])
REASONS = {400: {"BadRequest"}, 401: {"Unauthorized"}, 403: {"Forbidden"}, 404: {"NotFound"}, 405: {"MethodNotAllowed"}, 409: {"Conflict", "AlreadyExists"},
           410: {"Expired", "Gone"}, 413: {"RequestEntityTooLarge"}, 415: {"UnsupportedMediaType"}, 422: {"Invalid"}, 429: {"TooManyRequests"},
           504: {"Timeout"}, 503: {"ServiceUnavailable"}}
JSON_PATCH, MERGE, STRATEGIC, APPLY = ("application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json",
                                       "application/apply-patch+yaml")
OPERATIONS = ("add", "remove", "replace", "move", "copy", "test", "nothing")


# a custom kind with every form of schema, in two versions
FIELDS = {"size": {"type": "integer", "minimum": 0, "default": 1}, "text": {"type": "string", "pattern": "^[a-z]*$"}, "port": {"x-kubernetes-int-or-string": True},
          "set": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}}, "words": {"type": "object", "additionalProperties": {"type": "string"}},
          "rows": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"], "items": {
              "type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "value": {"type": "integer", "nullable": True}}}},
          "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}, "when": {"type": "string", "format": "date-time"},
          "embedded": {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}}
OPEN_API = {"type": "object", "properties": {"status": {"type": "object", "properties": FIELDS}, "spec": {
    "type": "object", "properties": FIELDS, "x-kubernetes-validations": [{"rule": "!has(self.size) || self.size < 100"}, {"rule": "!has(oldSelf.text) || has(self.text)"}]}}}
THINGS = "/apis/x.example.com/v1/namespaces/demo/things"
THING = {"apiVersion": "x.example.com/v1", "kind": "Thing", "metadata": {"name": "t", "labels": {"a": "b"}}, "spec": {
    "size": 5, "text": "abc", "port": "80%", "set": ["a", "b"], "words": {"k": "v"}, "rows": [{"name": "x", "value": 1}, {"name": "y"}], "free": {"a": [1]},
    "embedded": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}}}
DEFINITION = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.x.example.com"}, "spec": {
    "group": "x.example.com", "scope": "Namespaced", "names": {"plural": "things", "kind": "Thing"}, "versions": [
        {"name": name, "served": True, "storage": name == "v1", "schema": {"openAPIV3Schema": OPEN_API},
         "subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.size", "labelSelectorPath": ".status.text"}},
         "selectableFields": [{"jsonPath": ".spec.text"}]} for name in ("v1", "v1beta1")]}}


class Broken(AssertionError):
    """An answer that breaks a rule; the text holds the request."""


class World:
    """A cluster with the rules that every answer is held to."""

    def __init__(self, seed):
        self.cluster, self.random = Cluster(), random.Random(seed)
        self.bases = [b for b in cases.bases(DATA).values() if self._row(b).storage_prefix]
        self.cluster.must("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", DEFINITION)
        self.bases += [THING] * 6

    def collection(self, base: dict) -> str:
        """The path to which an object of a base's kind is posted."""
        return THINGS if base["kind"] == "Thing" else self.cluster.collection(base)

    @staticmethod
    def _row(obj):
        group, _, version = obj["apiVersion"].rpartition("/")
        return resources.find_kind(group, version, obj["kind"])

    def send(self, method, path, body=None, content_type="application/json", **query):
        """One request and its checks; the Response."""
        store = self.cluster.server.store
        before, entries = store.revision(), None
        sent = copy.deepcopy(body)
        if "/services" in path:
            entries = self._contents()
        try:
            response = self.cluster.request(method, path, body, content_type, **query)
        except Exception as e:  # noqa: BLE001 - any exception is the finding
            raise Broken(f"{method} {path} {query} {content_type}: {type(e).__name__}: {e}\n{json.dumps(sent, default=str)[:3000]}") from e
        problem = self._problem(response, before, entries)
        if problem:
            raise Broken(f"{method} {path} {query} {content_type}: {problem}\n{json.dumps(sent, default=str)[:3000]}")
        return response

    def _problem(self, response, before, entries):
        body = response.body
        if response.status < 400:
            return "" if isinstance(body, (dict, str)) or response.stream is not None else f"a success without a body: {body!r}"
        if not isinstance(body, dict) or body.get("kind") != "Status" or body.get("status") != "Failure" or body.get("code") != response.status:
            return f"a failure that is no Status: {response.status} {body}"
        if response.status != 500 and body.get("reason") not in REASONS.get(response.status, ()):
            return f"no reason of this code: {body}"
        if response.status == 500 and "panic" in body.get("message", ""):
            return f"a panic: {body}"
        if not body.get("message"):
            return f"no message: {body}"
        if self.cluster.server.store.revision() != before and (entries is None or self._contents() != entries):
            return f"a refused request wrote something: {body}"
        return ""

    def _contents(self):
        """What is stored, without revisions."""
        def plain(value):
            return {**value, "metadata": {k: v for k, v in value["metadata"].items() if k != "resourceVersion"}}
        return {e.key: plain(e.value) for e in self.cluster.server.store.range("/registry/").entries}

    # ---- what is sent -------------------------------------------------------------------------------------------

    def junk(self):
        """Any value."""
        return copy.deepcopy(self.random.choice(VALUES + TEXTS))

    def mutated(self, obj: dict, times: int = 3) -> dict:
        """A copy with some members changed, removed, doubled or added."""
        obj = copy.deepcopy(obj)
        for _ in range(self.random.randint(0, times)):
            at, key = self._place(obj)
            if at is None:
                continue
            self._hurt(at, key)
        return obj

    def _place(self, obj):
        """(container, key) of a random member."""
        at = obj
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                return None, None
            key = self.random.choice(keys)
            below = at[key]
            if not isinstance(below, (dict, list)) or not below or self.random.random() < 0.25:
                return at, key
            at = below

    def _hurt(self, at, key):
        what = self.random.randrange(5)
        if what == 0:
            at.pop(key)
        elif what == 1 and isinstance(at, list):
            at.append(copy.deepcopy(at[key]))
        elif what == 2 and isinstance(at, dict):
            at[self.random.choice(TEXTS)] = self.junk()
        else:
            at[key] = self.junk()

    def filled(self, name: str, depth: int = 0) -> dict:
        """A random object of a definition: any of its fields."""
        fields = schema.fields(name)
        likely = 0.6 if depth < 3 else 0.3 if depth < 6 else 0.05
        return {key: self._value(field, depth + 1) for key, field in fields.items()
                if key != "managedFields" and depth < 12 and self.random.random() < likely}

    def _value(self, field, depth):
        pick = self.random
        if pick.random() < 0.02:
            return self.junk()
        if "ref" in field:
            return self.filled(field["ref"], depth) if schema.fields(field["ref"]) else pick.choice(("1", "50%", 5, "2026-01-01T00:00:00Z", "1Gi", {}))
        if "items" in field:
            return [self._value(field["items"], depth) for _ in range(pick.randint(0, 2))]
        if "values" in field:
            return {pick.choice(TEXTS): self._value(field["values"], depth) for _ in range(pick.randint(0, 2))}
        if field.get("enum") and pick.random() < 0.8:
            return pick.choice(field["enum"])
        return {"integer": pick.choice((0, 1, -1, 65536, 2**31 - 1)), "boolean": pick.random() < 0.5, "number": 1.5}.get(field.get("type"), pick.choice(TEXTS))

    def patch(self, obj: dict) -> tuple:
        """(content type, body) of a random patch of an object."""
        kind = self.random.choice((JSON_PATCH, MERGE, STRATEGIC, APPLY))
        if kind == JSON_PATCH:
            return kind, [self._operation(obj) for _ in range(self.random.randint(0, 3))]
        if kind == APPLY:
            body = self.mutated(obj, 2)
            metadata = body.get("metadata")
            if isinstance(metadata, dict):
                for key in ("managedFields", "resourceVersion", "uid", "creationTimestamp"):
                    metadata.pop(key, None)
            return kind, body
        return kind, self._part(obj)

    def _operation(self, obj):
        operation = {"op": self.random.choice(OPERATIONS), "path": self._pointer(obj), "value": self.junk(), "from": self._pointer(obj)}
        if self.random.random() < 0.1:
            operation.pop(self.random.choice(list(operation)))
        return operation

    def _pointer(self, obj):
        at, parts = obj, []
        while isinstance(at, (dict, list)) and len(at) and self.random.random() < 0.8:
            key = self.random.choice(list(at) if isinstance(at, dict) else list(range(len(at))))
            parts.append(str(key).replace("~", "~0").replace("/", "~1"))
            at = at[key]
        if self.random.random() < 0.2:
            parts.append(self.random.choice(("-", "99", "x", "~", "")))
        return "".join("/" + part for part in parts)

    def _part(self, obj):
        """A merge patch: some members of an object, changed, with a directive here and there."""
        out = {}
        for key in self.random.sample(list(obj), min(len(obj), self.random.randint(1, 3))):
            value = obj[key]
            if isinstance(value, dict) and value and self.random.random() < 0.8:
                out[key] = self._part(value)
            elif isinstance(value, list) and value and isinstance(value[0], dict) and self.random.random() < 0.6:
                out[key] = [self._part(value[0])]
            else:
                out[key] = self.junk()
        if self.random.random() < 0.15:
            out[self.random.choice(("$patch", "$retainKeys", "$setElementOrder/containers", "$deleteFromPrimitiveList/finalizers"))] = \
                self.random.choice(("delete", "replace", "merge", ["name"], [{"name": "c"}], 1))
        return out

    def selector(self) -> str:
        """A label or field selector, mostly a wrong one."""
        words = ("a", "app", "metadata.name", "metadata.namespace", "spec.nodeName", "status.phase", "=", "==", "!=", ",", "in", "notin", "(", ")", "!", " ", "x",
                 "é", "kubernetes.io/a", "\\", ">", "<", "1")
        return "".join(self.random.choice(words) + self.random.choice(("", " ")) for _ in range(self.random.randint(1, 6)))
