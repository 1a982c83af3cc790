"""Comparing an answer with the recorded one: loosely where runs differ (uids, times, suffixes, addresses)."""
from __future__ import annotations

import json
import re

from tests.matrix import cases, describing

UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LOOSE = [(UID, "<UID>"), (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "<TIME>"), (re.compile(r"(kube-api-access-)[a-z0-9]{5}"), r"\1<RAND>"),
         (re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b"), "<IP>"), (re.compile(r'resourceVersion"?: ?"?\d+'), "resourceVersion")]
ABSENT = cases.ABSENT
_base_answers: dict = {}


def loose(text):
    for pattern, to in LOOSE:
        text = pattern.sub(to, text or "")
    return text


def loose_value(value):
    return json.loads(loose(json.dumps(value)))


def create(cluster, case, base):
    """None, or (wanted, given)."""
    body = cases.changed(base, case["path"], case["set"])
    send = lambda obj: cluster.request("POST", cluster.collection(base), obj, dryRun="All", fieldValidation="Strict")
    if case["base"] not in _base_answers:
        _base_answers[case["base"]] = send(base)
    return judge(case, send(body), _base_answers[case["base"]])


def update(cluster, case, base):
    path, live = cluster.live(case["base"], base)
    response = cluster.request("PUT", path, cases.update_body(live, case), dryRun="All", fieldValidation="Strict")
    return judge(case, response, _Plain(live))


def patches(cluster, case, base):
    path, live = cluster.live(case["base"], base)
    kinds = {"merge": "application/merge-patch+json", "strategic": "application/strategic-merge-patch+json"}
    query = {"dryRun": "All", "fieldManager": "m2"}
    if case["type"] == "force":
        query["force"] = "true"
    response = cluster.request("PATCH", path, case["patch"], kinds.get(case["type"], "application/apply-patch+yaml"), **query)
    problem = judge(case, response, _Plain(live))
    if problem or response.status >= 300 or "m2" not in case:
        return problem
    entries = [e for e in response.body["metadata"].get("managedFields", []) if e["manager"] == "m2"]
    got = [[e["operation"], e.get("subresource"), e["fieldsV1"]] for e in entries]
    want = case["m2"]
    return None if _sorted(got) == _sorted(want) else ("m2 " + json.dumps(want, sort_keys=True), "m2 " + json.dumps(got, sort_keys=True))


def printers(cluster, case, base):
    path, _live = cluster.live(case["base"], base)
    from tests.matrix.cluster import ADMIN
    from kubectl_lite.machinery.wire import Request
    accept = {"accept": "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"}
    table = cluster.server.handle(Request("GET", path, {}, accept, None, ADMIN)).body
    got = {"columns": [c["name"] for c in table["columnDefinitions"]], "cells": table["rows"][0]["cells"]}
    want = {"columns": [c["name"] if isinstance(c, dict) else c for c in case["columns"]], "cells": case["cells"]}
    for name, a, b in zip(got["columns"], got["cells"], want["cells"]):
        if loose_value(a) != b and not (str(b) in ("<AGE>", "<TIME>") or name == "Age"):
            return f"{name} {b!r}", f"{name} {a!r}"
    return None if got["columns"] == want["columns"] else (str(want["columns"]), str(got["columns"]))


OPS = {"create": create, "update": update, "patches": patches, "printers": printers, "describe": describing.describe}


class _Plain:
    def __init__(self, body):
        self.body, self.status = body, 200


def judge(case, response, unchanged):
    wanted_text = loose(case.get("message", ""))
    want = f"{case['code']} {wanted_text}".strip()
    if response.status >= 300:
        got = f"{response.status} {loose(response.body.get('message', ''))}"
        same = case["code"] == response.status and squeezed(loose(case.get("message", ""))) == squeezed(loose(response.body.get("message", "")))
        return None if same else (want, got)
    if case["code"] >= 300:
        return want, f"{response.status} {json.dumps(response.body)[:200]}"
    if unchanged.status >= 300:
        return want, f"the base itself: {unchanged.status} {unchanged.body.get('message')}"
    got = differences(loose_value(visible(unchanged.body)), loose_value(visible(response.body)))
    wanted = {json.dumps(p): v for p, v in loose_value(case.get("changes") or [])}
    given = {json.dumps(p): v for p, v in got}
    if "type" not in case:  # the recordings of create and update leave addresses and what lies below them out
        wanted, given = _without_addresses(wanted), _without_addresses(given)
    return None if wanted == given else ("changes " + _brief(wanted, given), "changes " + _brief(given, wanted))


def _without_addresses(changes):
    return {path: value for path, value in changes.items() if not re.search(r'IPs?"', path)}


def visible(obj):
    """An answer without what differs from request to request."""
    metadata = {k: v for k, v in obj.get("metadata", {}).items() if k not in ("managedFields", "uid", "resourceVersion", "creationTimestamp")}
    return {**obj, "metadata": metadata}


def differences(old, new, path=()):
    """[[path, value]] of what differs; "__absent__" for what is gone."""
    if isinstance(old, dict) and isinstance(new, dict):
        found = []
        for key in sorted(old.keys() | new.keys()):
            if key not in new:
                found.append([[*path, key], ABSENT])
            elif key not in old:
                found.append([[*path, key], new[key]])
            else:
                found += differences(old[key], new[key], (*path, key))
        return found
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [d for i, (a, b) in enumerate(zip(old, new)) for d in differences(a, b, (*path, i))]
    return [] if old == new and type(old) is type(new) else [[list(path), new]]


def _brief(mine, other):
    return json.dumps({k: v for k, v in mine.items() if k not in other or other[k] != v})


def squeezed(text):
    return re.sub(r"[\s,]+", "", text)


def _sorted(entries):
    return sorted(json.dumps(e, sort_keys=True) for e in entries)


def rule(want, got):
    """What makes two failures the same: both texts without their values."""
    return masked(want), masked(got)


def masked(text):
    text = re.sub(r'\\?"(?:[^"\\]|\\.)*\\?"', '""', text)
    return re.sub(r"\[?-?\d+\]?", "#", text)[:160]
