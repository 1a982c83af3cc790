"""CertificateSubjectRestriction: nobody gets a client certificate of the group system:masters through a request."""
from __future__ import annotations

from base64 import b64decode

RESOURCES = (("certificates.k8s.io", "certificatesigningrequests"),)

SIGNER, MASTERS = "kubernetes.io/kube-apiserver-client", "system:masters"


def validate(attributes) -> None:
    """Look into the subject of a new request."""
    if attributes.operation != "CREATE" or not attributes.is_("certificates.k8s.io", "certificatesigningrequests"):
        return
    spec = attributes.obj["spec"]
    if spec.get("signerName") != SIGNER:
        return
    from cryptography import x509
    csr = x509.load_pem_x509_csr(b64decode(spec["request"]))
    if any(a.value == MASTERS for a in csr.subject.get_attributes_for_oid(x509.oid.NameOID.ORGANIZATION_NAME)):
        raise attributes.forbidden(f'use of {SIGNER} signer with {MASTERS} group is not allowed')
