"""Reading the matrices and building requests from their cases."""
from __future__ import annotations

import copy
import gzip
import json
import os

ABSENT = "__absent__"
FILES = {"describe": "printers"}  # op: the file that holds its cases, where the names differ


def bases(data):
    with open(os.path.join(data, "bases.json")) as f:
        return {b["id"]: b["object"] for b in json.load(f)}


def load(data, op):
    with gzip.open(os.path.join(data, f"{FILES.get(op, op)}.jsonl.gz"), "rt") as f:
        return [json.loads(line) for line in f]


def changed(obj, path, value):
    """A copy of obj with one field set or removed."""
    obj = copy.deepcopy(obj)
    at = obj
    for key in path[:-1]:
        at = at[key]
    if value == ABSENT:
        at.pop(path[-1], None) if isinstance(at, dict) else at.pop(path[-1])
    else:
        at[path[-1]] = value
    return obj


def update_body(live, case):
    """What an update sends: the stored object with one field changed, and what the server owns in metadata as it is."""
    body = copy.deepcopy(live)
    own = {key: body["metadata"].pop(key) for key in ("uid", "resourceVersion", "creationTimestamp") if key in body["metadata"]}
    body["metadata"].pop("managedFields", None)
    body = changed(body, case["path"], case["set"])
    if isinstance(body.get("metadata"), dict):
        body["metadata"].update(own)
    return body


def describe(case):
    if "patch" in case:
        return f"{case['base']} {case['type']} {json.dumps(case['patch'])[:300]}"
    if "path" in case:
        return f"{case['base']} {'.'.join(map(str, case['path']))} = {json.dumps(case['set'])[:160]}"
    return case["base"]
