"""Token requests: what they may be bound to, and what is said of others."""
from __future__ import annotations

import base64
import json

import pytest

POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}}


def ask(world, account, metadata=None, **spec):
    return world.post(f"serviceaccounts/{account}/token", {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "metadata": metadata or {}, "spec": spec})


def claims(answer):
    return json.loads(base64.urlsafe_b64decode(answer.body["status"]["token"].split(".")[1] + "=="))


@pytest.mark.parametrize("account, ref, code, text", [
    ("other", {"kind": "Pod", "apiVersion": "v1", "name": "p"}, 400, 'cannot bind token for serviceaccount "other" to pod running with different serviceaccount name.'),
    ("default", {"kind": "Odd", "apiVersion": "a/v1", "name": "x"}, 400, 'cannot bind token to object of type a/v1, Kind=Odd'),
    ("default", {"kind": "Pod", "apiVersion": "v1", "name": "none"}, 404, 'pods "none" not found'),
    ("default", {"kind": "Pod", "apiVersion": "v1", "name": "p", "uid": "u"}, 409, 'Operation cannot be fulfilled on Pod "p": the UID in the bound object reference (u) '
     "does not match the UID in record. The object might have been deleted and then recreated"),
])
def test_refused_bindings(world, account, ref, code, text):
    world.post("serviceaccounts", {"metadata": {"name": "other"}})
    world.post("pods", POD)
    answer = ask(world, account, boundObjectRef=ref)
    assert (answer.status, answer.body["message"]) == (code, text)


def test_a_request_that_names_another_account(world):
    assert ask(world, "default", {"name": "x"}).body["message"] == ('TokenRequest.authentication.k8s.io "default" is invalid: metadata.name: Invalid value: "x": '
                                                                   "must match the service account name if specified")
    assert ask(world, "default", {"namespace": "x"}).status == 400
    assert ask(world, "default").body["metadata"]["name"] == "default"


def test_a_pods_token_of_the_usual_life_lives_longer_than_it_says(world):
    world.post("pods", POD)
    bound = {"boundObjectRef": {"kind": "Pod", "apiVersion": "v1", "name": "p"}}
    usual, short = claims(ask(world, "default", expirationSeconds=3607, **bound)), claims(ask(world, "default", expirationSeconds=3600, **bound))
    assert usual["exp"] - usual["iat"] == 31536000 and usual["kubernetes.io"]["warnafter"] - usual["iat"] == 3607
    assert short["exp"] - short["iat"] == 3600 and "warnafter" not in short["kubernetes.io"]
