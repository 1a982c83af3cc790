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
            patch = [{"op": rng.choice(("add", "remove", "replace", "move", "copy", "test", "odd")), "path": rng.choice(("/spec", "/metadata/labels/a", "/x~1y", "", "a", "/-")),
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


def live_base(rng, bases, cluster):
    while True:
        name = rng.choice(sorted(bases))
        if bases[name]["kind"] not in REVIEWS:
            return cluster.live(name, bases[name])
