from __future__ import annotations

import pytest

from kubectl_lite.api import schema
from kubectl_lite.controllers import hashing

CORE = "io.k8s.api.core.v1."
# kubectl create deployment nginx --image=nginx
NGINX = {"metadata": {"labels": {"app": "nginx"}}, "spec": {
    "containers": [{"name": "nginx", "image": "nginx", "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                    "imagePullPolicy": "Always", "resources": {}}],
    "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst", "securityContext": {},
    "schedulerName": "default-scheduler"}}


def test_fnv_of_known_texts():
    assert hashing.fnv32a(b"") == hashing.fnv32(b"") == 0x811C9DC5
    assert hashing.fnv32a(b"a") == 0xE40C292C and hashing.fnv32(b"a") == 0x050C5D7E
    assert hashing.fnv32a(b"foobar") == 0xBF9CF968 and hashing.fnv32(b"foobar") == 0x31F0B262


def test_digits_are_written_in_the_alphabet_of_names():
    assert hashing.safe_encode("0123456789") == "456789bcdf"


@pytest.mark.parametrize("release, unknown, hash_", [
    ("1.33", {"PodSpec": ("hostnameOverride", "schedulingGroup"), "Container": ("restartPolicyRules",)}, "5869d7778c"),
    ("1.34", {"PodSpec": ("schedulingGroup",)}, "66686b6766"),
])
def test_the_hash_of_a_template_is_what_releases_gave_it_before_its_newest_fields(monkeypatch, release, unknown, hash_):
    """The hash covers every field of the release; these are the names of nginx' replica sets in clusters of older ones."""
    for type_, newer in unknown.items():
        fields = {key: facts for key, facts in schema.fields(CORE + type_).items() if key not in newer}
        monkeypatch.setitem(schema.definition(CORE + type_), "fields", fields)
    assert hashing.template_hash(NGINX) == hash_


def test_equal_templates_have_equal_hashes_whatever_their_order():
    other = {"spec": dict(reversed(NGINX["spec"].items())), "metadata": NGINX["metadata"]}
    assert hashing.template_hash(NGINX) == hashing.template_hash(other)
    assert hashing.template_hash(NGINX) != hashing.template_hash(NGINX, 0) != hashing.template_hash(NGINX, 1)


def test_the_hash_of_a_revision_is_of_its_json():
    assert hashing.data_hash({"b": 1, "a": 2}) == hashing.safe_encode(str(hashing.fnv32(b'{"a":2,"b":1}')))
    assert hashing.data_hash({"b": 1}, 0) != hashing.data_hash({"b": 1})
