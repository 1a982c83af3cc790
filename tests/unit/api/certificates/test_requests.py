"""CertificateSigningRequest."""
import base64

import pytest

from kubectl_lite.api.certificates import certificatesigningrequest, pem
from kubectl_lite.machinery import pki

NOW = 1_767_225_600.0


@pytest.fixture(scope="module")
def signed():
    """(a request, a certificate) in PEM form."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    key = pki.new_key()
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bob")]))
    request = builder.sign(pki.load_key(key), hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    return request, pki.self_signed_ca(key, "ca", NOW).encode()


@pytest.fixture
def csr(signed):
    def made(**spec):
        spec = {"request": base64.b64encode(signed[0]).decode(), "signerName": "example.com/s", "usages": ["client auth"], **spec}
        return {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "spec": spec}
    return made


def broken(request: bytes) -> bytes:
    """The request with the last byte of its signature changed."""
    head, body, foot = request.decode().split("-----\n")[0], request.decode().split("-----")[2], "-----END CERTIFICATE REQUEST-----\n"
    der = bytearray(base64.b64decode(body))
    der[-1] ^= 1
    return f"{head}-----\n{base64.b64encode(bytes(der)).decode()}\n{foot}".encode()


def test_requests_are_whole_and_signed(signed):
    request, certificate = signed
    assert pem.request_problem(request) == ""
    assert pem.request_problem(certificate) == pem.request_problem(b"x") == "PEM block type must be CERTIFICATE REQUEST"
    assert pem.request_problem(certificate + request) == "PEM block type must be CERTIFICATE REQUEST"
    assert pem.request_problem(broken(request)) in ("crypto/rsa: verification error", "x509: ECDSA verification failure")


def test_a_signer_answers_with_certificates(signed):
    request, certificate = signed
    assert pem.certificates_problem(certificate * 2) == ""
    assert pem.certificates_problem(b"x") == "must contain at least one CERTIFICATE PEM block"
    assert pem.certificates_problem(certificate + request) == 'only CERTIFICATE PEM blocks are allowed, found "CERTIFICATE REQUEST"'


@pytest.mark.parametrize("change, wanted", [
    ({"usages": ["x", "client auth", "client auth", "x"]}, ["spec.usages[0]", "spec.usages[3]", "spec.usages[2]", "spec.usages[3]"]),
    ({"signerName": "kubernetes.io/legacy-unknown"}, ["spec.signerName"]),
    ({"expirationSeconds": 599}, ["spec.expirationSeconds"]),
])
def test_refusals(rules, csr, change, wanted):
    assert [told.partition(":")[0] for told in rules.create(csr(**change))] == wanted


@pytest.mark.parametrize("name, wanted", [
    ("a", "must be a fully qualified domain and path of the form 'example.com/signer-name'"),
    ("a/b", 'Invalid value: "a": should be a domain with at least two segments separated by dots'),
    ("A.B/c", 'Invalid value: "A.B": validating label "A": a lowercase RFC 1123 label'),
    ("a.b/C", 'Invalid value: "C": validating label "C": a lowercase RFC 1123 subdomain'),
])
def test_names_of_signers(rules, csr, name, wanted):
    [told] = rules.create(csr(signerName=name))
    assert wanted in told


def decided(*kinds, **more):
    return {"conditions": [{"type": kind, "status": "True"} for kind in kinds], **more}


def test_each_part_writes_its_own(rules, csr, signed):
    certificate = base64.b64encode(signed[1]).decode()
    obj = rules.written(csr())

    def told(part, status, was=None):
        problems = getattr(certificatesigningrequest, f"validate_{part}_update")({**obj, "status": status}, {**obj, "status": was or {}})
        return [str(p) for p in problems]
    assert told("approval", decided("Approved")) == [] == told("status", {"certificate": certificate})
    assert told("status", decided("Approved")) == ['status.conditions: Forbidden: updates may not add a condition of type "Approved"']
    assert told("approval", {}, decided("Denied")) == ['status.conditions: Forbidden: updates may not remove a condition of type "Denied"']
    assert told("status", {}, decided("Failed")) == ['status.conditions: Forbidden: updates may not remove a condition of type "Failed"']
    assert told("approval", {"certificate": certificate}) == ["status.certificate: Forbidden: updates may not set certificate content"]
    assert told("status", {}, {"certificate": certificate}) == ["status.certificate: Forbidden: updates may not modify existing certificate content"]
    assert told("status", {"certificate": base64.b64encode(b"x").decode()}) == [
        'status.certificate: Invalid value: "<certificate data>": must contain at least one CERTIFICATE PEM block']
    assert told("approval", decided("Approved", "Denied")) == [
        'status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive']


def test_the_status_keeps_the_decision(rules, csr):
    old = {**rules.written(csr()), "status": {"conditions": [{"type": "Approved", "status": "True", "reason": "a"}]}}
    new = {**old, "status": {"conditions": [{"type": "Approved", "status": "True", "reason": "b"}, {"type": "Failed", "status": "True"}]}}
    rules.strategy(csr()).prepare_for_status_update(new, old)
    assert [c.get("reason") for c in new["status"]["conditions"]] == ["a", None]
