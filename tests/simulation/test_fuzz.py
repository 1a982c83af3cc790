"""No request whatever makes the API server fail: the answer is an object or a Status with a true reason, and a refusal changes nothing."""
from __future__ import annotations

import os

import pytest

from kubectl_lite.api import resources
from tests.simulation.chaos import TEXTS, THINGS, World

SEED = int(os.environ.get("FUZZ_SEED", "1"))
LONG = int(os.environ.get("FUZZ_ROUNDS", "20000"))


def creates(world, rounds):
    for _ in range(rounds):
        base = world.random.choice(world.bases)
        path = world.collection(base)
        world.send("POST", path, world.mutated(base), dryRun="All")


def fillings(world, rounds):
    rows = resources.all_stored()
    for _ in range(rounds):
        row = world.random.choice(rows)
        obj = {**world.filled(row.schema), "apiVersion": row.api_version, "kind": row.kind}
        obj["metadata"] = {**(obj["metadata"] if isinstance(obj.get("metadata"), dict) else {}), "name": "filled", "namespace": "demo"}
        obj["metadata"].pop("resourceVersion", None)
        world.send("POST", row.path("demo"), obj, dryRun="All")


def lives(world, rounds):
    """Real writes of one object after another: updates, patches, deletes, reads."""
    for _ in range(max(rounds // 12, 1)):
        base = world.random.choice(world.bases)
        path = world.collection(base)
        created = world.send("POST", path, base, fieldManager="m1")
        if created.status != 201:
            continue
        one = f"{path}/{created.body['metadata']['name']}"
        for _ in range(10):
            live = world.send("GET", one).body
            if live["kind"] == "Status":
                break
            step(world, one, live)
        world.send("DELETE", one, {"gracePeriodSeconds": 0, "propagationPolicy": "Background"})


def step(world, one, live):
    what, dry = world.random.randrange(6), {"dryRun": "All"} if world.random.random() < 0.5 else {}
    if what == 0:
        world.send("PUT", one, world.mutated(live), **dry)
    elif what == 1:
        world.send("PUT", f"{one}/status", world.mutated(live), **dry)
    elif what == 2:
        world.send("DELETE", one, world.mutated({"gracePeriodSeconds": 0, "preconditions": {"uid": "x"}, "propagationPolicy": "Orphan"}), **dry)
    else:
        kind, body = world.patch(live)
        where = f"{one}/{world.random.choice(('status', 'scale', 'resize'))}" if what == 3 else one
        world.send("PATCH", where, body, kind, **dry, **({"fieldManager": "m2", "force": world.random.choice(("true", "false"))} if "apply" in kind else {}))


def selections(world, rounds):
    rows = resources.all_stored()
    for _ in range(rounds):
        row = world.random.choice(rows)
        place = THINGS if world.random.random() < 0.1 else row.path(world.random.choice(("", "demo")))
        query = {world.random.choice(("labelSelector", "fieldSelector")): world.selector()}
        if world.random.random() < 0.3:
            query[world.random.choice(("limit", "continue", "resourceVersion", "resourceVersionMatch", "timeoutSeconds", "watch", "sendInitialEvents"))] = \
                str(world.random.choice(("1", "0", "-1", "x", "", "true", "Exact", "NotOlderThan", "99999999999999999999")))
        response = world.send("GET", place, **query)
        if response.stream is not None:
            response.stream.close()


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "")
WORDS = ("", "api", "apis", "v1", "apps", "namespaces", "demo", "pods", "services", "deployments", "status", "scale", "p", "watch", "default", "log", "exec", "binding",
         "eviction", "token", "approval", "nodes", "proxy", "healthz", "openapi", "v3", "version", "metrics", "authorization.k8s.io", "subjectaccessreviews", "é", "..", "%2F",
         "apiextensions.k8s.io", "customresourcedefinitions", "example.com", "widgets", "componentstatuses", "bindings", "finalize", "ephemeralcontainers", "resize")
BODIES = (b"", b"{}", b"null", b"[]", b"1", b'"x"', b"{", b'{"a":1,"a":2}', b"a: b\n- c", b"\xff\xfe", b"kind: Pod\napiVersion: v1\n", b'{"kind":"Pod","apiVersion":"v1","spec":null}',
          b'{"metadata":{"name":1}}', b'{"kind":5}', b"---\n---\n", b"{}" * 10, b"&a [*a]", b'{"kind":"Scale","apiVersion":"autoscaling/v1","spec":{"replicas":"x"}}',
          b'{"kind":"Eviction","apiVersion":"policy/v1","deleteOptions":5}', b'{"kind":"Binding","apiVersion":"v1","target":[]}', b"{\"a\":" * 600, b"9" * 400)
TYPES = ("application/json", "application/yaml", "", "text/plain", "application/json-patch+json", "application/apply-patch+yaml", "application/strategic-merge-patch+json",
         "application/merge-patch+json", "application/vnd.kubernetes.protobuf", "é")


DOORS = tuple(f"/api/v1/namespaces/demo/pods/p/{part}" for part in ("status", "binding", "eviction", "ephemeralcontainers", "resize", "log", "exec", "attach", "portforward",
                                                                    "proxy")) + \
    ("/api/v1/namespaces/demo/serviceaccounts/default/token", "/api/v1/namespaces/demo/finalize", "/api/v1/namespaces/demo/bindings", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
     "/apis/authorization.k8s.io/v1/subjectaccessreviews", "/apis/authorization.k8s.io/v1/namespaces/demo/localsubjectaccessreviews",
     "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "/apis/authentication.k8s.io/v1/tokenreviews", "/apis/authentication.k8s.io/v1/selfsubjectreviews",
     "/api/v1/componentstatuses", "/openapi/v3/api/v1", "/openapi/v2", "/api/v1/namespaces/demo/replicationcontrollers/p/scale", "/api/v1/namespaces/demo/pods")


def oddities(world, rounds):
    """Requests that no client would send: any method, path, media type and body."""
    pick = world.random
    world.send("POST", "/api/v1/namespaces/demo/pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
                                                        "spec": {"containers": [{"name": "c", "image": "x"}]}})
    for _ in range(rounds):
        path = pick.choice(DOORS) if pick.random() < 0.4 else pick.choice(("/api/v1/namespaces/demo/pods/p", "/api/v1", "/apis", "/api/v1/namespaces/demo", "")) + \
            "".join("/" + pick.choice(WORDS) for _ in range(pick.randint(0, 4)))
        query = {pick.choice(("dryRun", "fieldManager", "fieldValidation", "force", "pretty", "watch", "limit", "gracePeriodSeconds")): pick.choice(TEXTS)} \
            if pick.random() < 0.3 else {}
        response = world.send(pick.choice(METHODS), path or "/", pick.choice(BODIES) if pick.random() < 0.8 else world.junk(), pick.choice(TYPES), **query)
        if response.stream is not None:
            response.stream.close()


PARTS = {"oddities": (oddities, 600), "creates": (creates, 400), "fillings": (fillings, 250), "lives": (lives, 400), "selections": (selections, 400)}


@pytest.mark.parametrize("part", PARTS)
def test_fuzz(part):
    run, rounds = PARTS[part]
    print(f"FUZZ_SEED={SEED}")
    run(World(f"{SEED} {part}"), rounds)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_fuzz_long(part):
    print(f"FUZZ_SEED={SEED}")
    PARTS[part][0](World(f"{SEED} long {part}"), LONG)
