"""Tokens of service accounts (made by the API itself) and tokens that another server knows."""
from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from kubectl_lite.apiserver import keys
from kubectl_lite.machinery import pki
from kubectl_lite.machinery.wire import Request
from tests.unit.apiserver import hooks
from tests.unit.apiserver.authn.test_chain import whoami

AUDIENCE = "https://kubernetes.default.svc"
POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "x"}]}}


def token(world, kind="", name="", **spec):
    if kind:
        spec["boundObjectRef"] = {"apiVersion": "v1", "kind": kind, "name": name}
    made = world.post("serviceaccounts/default/token", {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": spec})
    assert made.status == 201, made.body
    return made.body["status"]["token"]


def known(world, text):
    return whoami(world, authorization=f"Bearer {text}")


def test_whom_a_token_speaks_for(world):
    info = known(world, token(world))
    assert info["username"] == "system:serviceaccount:demo:default" and info["uid"]
    assert info["groups"] == ["system:serviceaccounts", "system:serviceaccounts:demo", "system:authenticated"]
    assert info["extra"]["authentication.kubernetes.io/credential-id"][0].startswith("JTI=")


def test_a_token_ends(world):
    text = token(world, expirationSeconds=600)
    world.env.advance(659)  # clocks may differ by a minute
    assert known(world, text) != 401
    world.env.advance(2)
    assert known(world, text) == 401


def test_a_token_for_somebody_else(world):
    assert known(world, token(world, audiences=["vault"])) == 401
    assert known(world, token(world, audiences=["vault", AUDIENCE])) != 401


def test_a_review_asks_for_its_own_audiences(world):
    review = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": token(world, audiences=["vault"]), "audiences": ["vault", "x"]}}
    status = world.post("/apis/authentication.k8s.io/v1/tokenreviews", review).body["status"]
    assert status["authenticated"] is True and status["audiences"] == ["vault"]


def forged(world, **changes):
    header, payload, _ = token(world).split(".")
    claims = {**json.loads(urlsafe_b64decode(payload + "==")), **changes}
    return claims, f"{header}.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}"


def test_issuer_and_signature_count(world):
    claims, unsigned = forged(world, sub="system:serviceaccount:kube-system:admin")
    assert known(world, f"{unsigned}.{token(world).rpartition('.')[2]}") == 401
    claims, _ = forged(world, iss="https://elsewhere")
    assert known(world, pki.sign_token(keys.service_account_key(world.server), claims)) == 401
    claims, _ = forged(world)
    assert known(world, pki.sign_token(keys.service_account_key(world.server), claims)) != 401
    assert known(world, pki.sign_token(pki.new_key(), claims)) == 401
    assert known(world, "a.b.c") == 401 and known(world, "..") == 401


@pytest.mark.parametrize("kind, plural, obj", [
    ("Pod", "pods", POD), ("Secret", "secrets", {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "p"}}),
    ("Node", "/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "p"}})])
def test_a_token_ends_with_the_object_it_is_bound_to(world, kind, plural, obj):
    if kind == "Pod":
        world.post("/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}})
    assert world.post(plural, obj).status == 201
    text = token(world, kind, "p")
    info = known(world, text)
    if kind == "Pod":
        assert info["extra"]["authentication.kubernetes.io/pod-name"] == ["p"] and info["extra"]["authentication.kubernetes.io/node-name"] == ["n"]
        world.send("DELETE", "/api/v1/nodes/n")
        assert known(world, text) != 401  # it is bound to the pod, not to the node the pod ran on
    world.send("DELETE", f"{plural}/p", {"gracePeriodSeconds": 0})
    assert known(world, text) == 401
    assert world.post(plural, obj).status == 201 and known(world, text) == 401  # another object of that name


def test_a_token_ends_with_its_account(world):
    text = token(world)
    world.patch("serviceaccounts/default", "merge", {"metadata": {"finalizers": ["example.com/hold"]}})
    world.send("DELETE", "serviceaccounts/default")
    assert known(world, text) != 401
    world.env.advance(61)
    assert known(world, text) == 401


def test_anonymous_requests_to_some_paths_only(world):
    world.server.settings.anonymous = ("/version",)
    world.server.settings.authorization = ("AlwaysAllow",)
    assert world.server.handle(Request("GET", "/version")).status == 200
    assert world.server.handle(Request("GET", "/api")).status == 401


def reviewer(**status):
    return lambda review: {**review, "status": status}


@pytest.fixture
def remote(world, serve, tmp_path):
    def configure(answer):
        hook = serve(answer)
        (tmp_path / "ca.pem").write_text(hooks.authority().pem)
        world.server.settings.authentication_webhook = {"url": hook.url(), "certificateAuthority": str(tmp_path / "ca.pem"), "cacheTTLSeconds": 10}
        return hook
    return configure


def test_another_server_knows_a_token(world, remote):
    hook = remote(reviewer(authenticated=True, user={"username": "jane", "uid": "7", "groups": ["dev"], "extra": {"k": ["v"]}}))
    assert known(world, "opaque") == {"username": "jane", "uid": "7", "groups": ["dev", "system:authenticated"], "extra": {"k": ["v"]}}
    assert hook.seen[0]["spec"] == {"token": "opaque", "audiences": [AUDIENCE]} and hook.seen[0]["apiVersion"] == "authentication.k8s.io/v1"
    assert known(world, "opaque") != 401 and len(hook.seen) == 1
    world.env.advance(11)
    assert known(world, "opaque") != 401 and len(hook.seen) == 2


@pytest.mark.parametrize("answer", [
    reviewer(authenticated=False), reviewer(), reviewer(authenticated=True, user={"username": "jane"}, audiences=["elsewhere"]), lambda review: (500, b"x"), lambda review: {}])
def test_another_server_does_not_know_it(world, remote, answer):
    remote(answer)
    assert known(world, "opaque") == 401


# ---- the older tokens --------------------------------------------------------------------------------------------------

REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews"


@pytest.fixture
def old(world):
    """The older token of the account default, in the Secret t."""
    from base64 import b64encode
    from kubectl_lite.apiserver.authn import legacytoken
    annotations = {"kubernetes.io/service-account.name": "default"}
    secret = world.post("secrets", {"apiVersion": "v1", "kind": "Secret", "type": legacytoken.TYPE, "metadata": {"name": "t", "annotations": annotations}}).body
    text = pki.sign_token(keys.service_account_key(world.server), legacytoken.claims("demo", world.get("serviceaccounts/default").body, secret))
    world.patch("secrets/t", "merge", {"data": {"token": b64encode(text.encode()).decode()}})
    return text


def labels(world):
    return world.get("secrets/t").body["metadata"].get("labels") or {}


def error_of(world, text, **spec):
    return world.post(REVIEWS, {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": text, **spec}}).body["status"].get("error")


def test_an_older_token_has_no_id_and_its_use_is_noted(world, old):
    info = known(world, old)
    assert info["username"] == "system:serviceaccount:demo:default" and "extra" not in info
    today = world.env.timestamp()[:10]
    assert labels(world) == {"kubernetes.io/legacy-token-last-used": today}
    before = world.get("secrets/t").body["metadata"]["resourceVersion"]
    known(world, old)
    assert world.get("secrets/t").body["metadata"]["resourceVersion"] == before  # once a day
    world.env.advance(36 * 3600)
    known(world, old)
    assert labels(world)["kubernetes.io/legacy-token-last-used"] > today


def test_an_older_token_can_be_marked_invalid(world, old):
    world.patch("secrets/t", "merge", {"metadata": {"labels": {"kubernetes.io/legacy-token-invalid-since": "2024-01-01"}}})
    assert known(world, old) == 401
    assert error_of(world, old).startswith("[invalid bearer token, the token in secret demo/t for service account demo/default has been marked invalid.")


@pytest.mark.parametrize("change, text", [
    (lambda world: world.send("DELETE", "secrets/t"), "service account token has been invalidated"),
    (lambda world: world.patch("secrets/t", "merge", {"data": {"token": "b3RoZXI="}}), "service account token has been invalidated"),
    (lambda world: world.send("DELETE", "serviceaccounts/default"), 'serviceaccounts "default" not found')])
def test_an_older_token_counts_while_its_secret_holds_it(world, old, change, text):
    change(world)
    assert known(world, old) == 401 and error_of(world, old) == f"[invalid bearer token, {text}]"


def test_a_store_that_is_not_written_to_knows_older_tokens_too(world, old, monkeypatch):
    from kubectl_lite.storage.protocol import Unwritable

    def refuse(*_args):
        raise Unwritable("it is a sample")
    monkeypatch.setattr(world.server.store, "commit", refuse)
    assert known(world, old)["username"] == "system:serviceaccount:demo:default"


def test_why_a_token_does_not_count(world):
    text = token(world)
    assert error_of(world, text, audiences=["x", "y"]) == (
        f'[invalid bearer token, token audiences ["{AUDIENCE}"] is invalid for the target audiences ["x" "y"]]')
    assert error_of(world, "nonsense") == "invalid bearer token"
    world.env.advance(3661)
    assert error_of(world, text) == "[invalid bearer token, service account token has expired]"


def test_tokens_name_the_key_that_signed_them(world):
    header = json.loads(urlsafe_b64decode(token(world).split(".")[0] + "=="))
    assert header == {"alg": "ES256", "kid": json.loads(json.dumps(world.get("/openid/v1/jwks").body))["keys"][0]["kid"]}
