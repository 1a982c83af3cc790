"""Who makes a request: certificates, static tokens, bootstrap tokens, nobody."""
from __future__ import annotations

from base64 import b64encode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from kubectl_lite.apiserver import keys
from kubectl_lite.machinery import pki
from kubectl_lite.machinery.wire import ClientCertificate, Request

WHOAMI = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
REVIEW = {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}


def whoami(world, user=None, **headers):
    world.server.settings.authorization = ("AlwaysAllow",)
    response = world.server.handle(Request("POST", WHOAMI, {}, headers, REVIEW, user))
    return response.body["status"]["userInfo"] if response.status == 201 else response.status


def certificate(world, authority=None, usages=("client auth",), seconds=3600):
    key = pki.load_key(pki.new_key())
    attributes = [x509.NameAttribute(x509.oid.NameOID.ORGANIZATION_NAME, "dev"), x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "jane")]
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(attributes)).sign(key, hashes.SHA256())
    pem = request.public_bytes(serialization.Encoding.PEM).decode()
    return ClientCertificate(pki.sign_request(*(authority or keys.authority(world.server)), pem, list(usages), world.env.now(), seconds))


def test_a_certificate_names_user_and_groups(world):
    info = whoami(world, certificate(world))
    assert (info["username"], info["groups"]) == ("jane", ["dev", "system:authenticated"])
    assert info["extra"]["authentication.kubernetes.io/credential-id"][0].startswith("X509SHA256=")


def test_a_certificate_that_does_not_count(world):
    key = pki.new_key()
    stranger = (pki.self_signed_ca(key, "kubernetes", world.env.now()), key)
    assert whoami(world, certificate(world, stranger)) == 401
    assert whoami(world, certificate(world, usages=("server auth",))) == 401
    assert whoami(world, ClientCertificate("nonsense")) == 401
    short = certificate(world, seconds=60)
    world.env.advance(61)
    assert whoami(world, short) == 401


def test_a_static_token(world, tmp_path):
    path = tmp_path / "tokens.csv"
    path.write_text('secret,bob,7,"dev,ops"\nshort,x\n')
    world.server.settings.token_file = str(path)
    info = whoami(world, authorization="Bearer secret")
    assert info == {"username": "bob", "uid": "7", "groups": ["dev", "ops", "system:authenticated"]}
    assert whoami(world, authorization="Bearer short") == 401


@pytest.mark.parametrize("change, groups", [
    ({}, ["system:bootstrappers", "system:bootstrappers:workers", "system:authenticated"]),
    ({"expiration": "2020-01-01T00:00:00Z"}, None),
    ({"token-secret": "0123456789abcdee"}, None),
    ({"usage-bootstrap-authentication": "false"}, None),
    ({"auth-extra-groups": "system:masters"}, None),
])
def test_a_bootstrap_token(world, change, groups):
    data = {"token-id": "abcdef", "token-secret": "0123456789abcdef", "usage-bootstrap-authentication": "true",
            "auth-extra-groups": "system:bootstrappers:workers", **change}
    world.post("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kube-system"}})
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "bootstrap-token-abcdef"}, "type": "bootstrap.kubernetes.io/token",
              "data": {key: b64encode(value.encode()).decode() for key, value in data.items()}}
    assert world.post("/api/v1/namespaces/kube-system/secrets", secret).status == 201
    found = whoami(world, authorization="Bearer abcdef.0123456789abcdef")
    assert found == ({"username": "system:bootstrap:abcdef", "groups": groups} if groups else 401)


def test_nobody(world):
    assert whoami(world)["username"] == "system:anonymous"
    world.server.settings.anonymous = False
    assert whoami(world) == 401
