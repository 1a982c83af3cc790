"""ServiceAccount: tokens of pods, and accounts that limit which secrets their pods may use."""
from __future__ import annotations

import pytest

PULL = [{"name": "pull"}]


def pod(name="p", annotations=None, **spec):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "annotations": annotations or {}}, "spec": {"containers": [{"name": "c", "image": "x"}], **spec}}


def limit(world, value="true"):
    world.patch("serviceaccounts/default", "merge", {"metadata": {"annotations": {"kubernetes.io/enforce-mountable-secrets": value}},
                                                     "secrets": [{"name": "known"}], "imagePullSecrets": PULL})


def container(name="c", **more):
    return [{"name": name, "image": "x", **more}]


SECRET = [{"name": "V", "valueFrom": {"secretKeyRef": {"name": "other", "key": "k"}}}]
FROM = [{"secretRef": {"name": "other"}}]
END = "is not allowed because service account default does not reference that secret"


@pytest.mark.parametrize("spec, text", [
    ({"volumes": [{"name": "v", "secret": {"secretName": "other"}}]}, f'volume with secret.secretName="other" {END}'),
    ({"containers": container(env=SECRET)}, f'container c with envVar V referencing secret.secretName="other" {END}'),
    ({"containers": container(envFrom=FROM)}, f'container c with envFrom referencing secret.secretName="other" {END}'),
    ({"initContainers": container("i", env=SECRET)}, f'init container i with envVar V referencing secret.secretName="other" {END}'),
    ({"initContainers": container("i", envFrom=FROM)}, f'init container i with envFrom referencing secret.secretName="other" {END}'),
    ({"imagePullSecrets": [{"name": "pull"}, {"name": "other"}]},
     'imagePullSecrets[1].name="other" is not allowed because service account default does not reference that imagePullSecret'),
])
def test_secrets_that_the_account_does_not_list(world, spec, text):
    assert world.post("pods", pod("free", **spec)).status == 201
    limit(world)
    assert world.post("pods", pod(**spec)).body["message"] == f'pods "p" is forbidden: {text}'


@pytest.mark.parametrize("value, status", [("t", 403), ("TRUE", 403), ("tRUE", 201), ("yes", 201), ("0", 201)])
def test_what_counts_as_true(world, value, status):
    limit(world, value)
    assert world.post("pods", pod(containers=container(envFrom=FROM))).status == status


def test_ephemeral_containers_are_limited_too(world):
    world.post("pods", pod())
    limit(world)
    debugger = {"spec": {"ephemeralContainers": container("d", env=SECRET)}}
    answer = world.patch("pods/p/ephemeralcontainers", "strategic", debugger)
    assert answer.body["message"] == f'pods "p" is forbidden: ephemeral container d with envVar V referencing secret.secretName="other" {END}'


MIRROR = {"kubernetes.io/config.mirror": "1"}


@pytest.mark.parametrize("spec, text", [
    ({"serviceAccountName": "default"}, "a mirror pod may not reference service accounts"),
    ({"containers": container(envFrom=FROM)}, "a mirror pod may not reference secrets"),
    ({"volumes": [{"name": "v", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}}]}, "a mirror pod may not use ServiceAccountToken volume projections"),
])
def test_what_mirror_pods_may_not_use(world, spec, text):
    assert world.post("pods", pod(annotations=MIRROR, nodeName="n", **spec)).body["message"] == f'pods "p" is forbidden: {text}'


def test_a_token_volume_that_is_there_is_used(world):
    """As when a pod's own manifest is created again with another container."""
    first = world.post("pods", pod()).body
    volume = first["spec"]["volumes"][0]["name"]
    spec = {"volumes": first["spec"]["volumes"], "containers": [*first["spec"]["containers"], *container("new")]}
    second = world.post("pods", pod("q", **spec)).body["spec"]
    assert [v["name"] for v in second["volumes"]] == [volume]
    assert [c["volumeMounts"][0]["name"] for c in second["containers"]] == [volume, volume]
