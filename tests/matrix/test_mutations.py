"""Random objects, patches and selectors: always an object or a Status with a reason, never an exception, and a refusal changes nothing.

The seed is printed with a failure; KUBECTL_LITE_FUZZ_SEED and KUBECTL_LITE_FUZZ_ROUNDS choose others.
"""
import json
import os
import random

from tests.matrix import cases, mutate
from tests.matrix.cluster import Cluster

DATA = os.path.join(os.path.dirname(__file__), "data")
SEED = int(os.environ.get("KUBECTL_LITE_FUZZ_SEED", "1"))
ROUNDS = int(os.environ.get("KUBECTL_LITE_FUZZ_ROUNDS", "300"))
REVIEWS = ("SubjectAccessReview", "SelfSubjectAccessReview")  # are answered, not kept
PATCHES = ("application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml", "application/json-patch+json")
SELECTORS = ("a=b", "a in (b,c)", "!a", "a!=b,c", "a>1", "a=b=c", "(", "a in", "x" * 300, "é=1", ",", "a/b/c=d", "")
PARTS = ("status", "scale", "binding", "eviction", "token", "approval", "finalize", "ephemeralcontainers", "resize", "exec", "proxy", "odd")
PART_BODIES = (
    {"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": {"name": "x"}, "spec": {"replicas": 2}},
    {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "x", "uid": "u"}, "target": {"kind": "Node", "name": "n"}},
    {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "x"}, "deleteOptions": {"gracePeriodSeconds": 1, "preconditions": {"uid": "u"}}},
    {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"audiences": ["a"], "boundObjectRef": {"kind": "Pod", "apiVersion": "v1", "name": "p"}}})
OPTIONS = {
    "limit": ("0", "1", "-1", "x", "9" * 30), "continue": ("x", "e30", "bnVsbA", "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoieCJ9"), "watch": ("true", "0"),
    "resourceVersion": ("0", "1", "x", "-1", "9" * 25), "resourceVersionMatch": ("Exact", "NotOlderThan", "Odd", ""), "sendInitialEvents": ("true", "false"),
    "timeoutSeconds": ("0", "1", "x"), "allowWatchBookmarks": ("true",), "fieldSelector": ("metadata.name=x", "metadata.namespace=demo", "a=b"), "labelSelector": SELECTORS}
DELETE_OPTIONS = {"gracePeriodSeconds": [0, -5, 1 << 40], "propagationPolicy": ["Foreground", "Orphan", "Odd"], "orphanDependents": [True, False],
                  "preconditions": [{"uid": "u"}, {"resourceVersion": "1"}, {"uid": 5}, {}]}


def checked(cluster, method, path, body=None, content_type="application/json", **query):
    """Send; the answer must be an object or a Status that says why, and a refusal leaves the store as it was."""
    before, shown = cluster.server.store.revision(), json.dumps(body)[:2000]
    try:
        response = cluster.request(method, path, body, content_type, **query)
    except Exception as crash:
        raise AssertionError(f"seed {SEED}: {method} {path} {content_type} {shown}") from crash
    assert isinstance(response.body, dict) and response.body.get("kind"), (SEED, method, path, shown)
    if response.status >= 400:
        assert response.body["kind"] == "Status" and response.body.get("message"), (SEED, path, shown, response.body)
        assert cluster.server.store.revision() == before, (SEED, path, shown)
    return response


def test_mutated_objects_are_created_or_refused():
    rng, bases, cluster = random.Random(SEED), cases.bases(DATA), Cluster()
    for _ in range(ROUNDS):
        base = bases[rng.choice(sorted(bases))]
        checked(cluster, "POST", cluster.collection(base), mutate.mutated(rng, base), fieldValidation=rng.choice(("Strict", "Warn", "Ignore")), dryRun="All")


def test_mutated_objects_replace_others_or_are_refused():
    rng, bases, cluster = random.Random(SEED), cases.bases(DATA), Cluster()
    for _ in range(ROUNDS):
        path, live = live_base(rng, bases, cluster)
        checked(cluster, "PUT", path, mutate.mutated(rng, live), dryRun="All")


def test_random_patches():
    rng, bases, cluster = random.Random(SEED), cases.bases(DATA), Cluster()
    for _ in range(ROUNDS):
        path, live = live_base(rng, bases, cluster)
        kind, query = rng.choice(PATCHES), {"dryRun": "All", "fieldManager": "fuzz"}
        patch = mutate.random_patch(rng, live)
        if kind.endswith("json-patch+json"):
            patch = [{"op": rng.choice(("add", "remove", "replace", "move", "copy", "test", "odd")), "path": rng.choice(("/spec", "/metadata/labels/a", "/x~1y", "", "a", "/-", "/spec/ports/-1", "/kind")),
                      "value": rng.choice(mutate.VALUES), "from": "/metadata"}]
        elif kind.endswith("apply-patch+yaml") and rng.random() < 0.8:
            patch = {"apiVersion": live["apiVersion"], "kind": live["kind"], **patch}
        checked(cluster, "PATCH", path, patch, kind, **query)


def test_random_selectors():
    rng, bases, cluster = random.Random(SEED), cases.bases(DATA), Cluster()
    for _ in range(ROUNDS):
        base = bases[rng.choice(sorted(bases))]
        if base["kind"] in REVIEWS:
            continue
        text = rng.choice(SELECTORS) + rng.choice(("", ",a", "=", "\\"))
        checked(cluster, "GET", cluster.collection(base), **{rng.choice(("labelSelector", "fieldSelector")): text})


def test_random_parts():
    """Every subresource of an object with every method, and bodies that mostly are none of its own."""
    rng, bases, cluster = random.Random(SEED), cases.bases(DATA), Cluster()
    for _ in range(ROUNDS):
        path, live = live_base(rng, bases, cluster)
        bodies = [mutate.mutated(rng, live), rng.choice(mutate.VALUES), *(mutate.mutated(rng, body) for body in PART_BODIES)]
        method = rng.choice(("GET", "POST", "PUT", "PATCH", "DELETE"))
        kind = rng.choice(PATCHES) if method == "PATCH" else "application/json"
        checked(cluster, method, f"{path}/{rng.choice(PARTS)}", None if method == "GET" else rng.choice(bodies), kind, dryRun="All", fieldManager="fuzz")


def test_random_options():
    """Lists, watches and deletions of collections with options of all sorts; a watch may be a stream."""
    rng, bases, cluster = random.Random(SEED), cases.bases(DATA), Cluster()
    for _ in range(ROUNDS):
        base = bases[rng.choice(sorted(bases))]
        if base["kind"] in REVIEWS:
            continue
        query = {name: rng.choice(values) for name, values in OPTIONS.items() if rng.random() < 0.3}
        if query.get("watch") == "true":
            watched = cluster.request("GET", cluster.collection(base), **query)
            assert watched.stream is not None or watched.body.get("message"), (SEED, query)
            continue
        checked(cluster, rng.choice(("GET", "DELETE")), cluster.collection(base), **query, dryRun="All")


def test_random_delete_options():
    rng, bases, cluster = random.Random(SEED), cases.bases(DATA), Cluster()
    for _ in range(ROUNDS):
        path, _live = live_base(rng, bases, cluster)
        body = {name: rng.choice((*mutate.VALUES, *values)) for name, values in DELETE_OPTIONS.items() if rng.random() < 0.4}
        checked(cluster, "DELETE", path, {**body, "dryRun": ["All"]})


def live_base(rng, bases, cluster):
    while True:
        name = rng.choice(sorted(bases))
        if bases[name]["kind"] not in REVIEWS:
            return cluster.live(name, bases[name])
