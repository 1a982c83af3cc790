"""CertificateSigning: who writes the certificate of a request must have the right to `sign` for its signer."""
from __future__ import annotations

from kubectl_lite.apiserver.admission.plugins.certificate_approval import may

RESOURCES = (("certificates.k8s.io", "certificatesigningrequests"),)


def validate(attributes) -> None:
    """Check an update of the status that changes certificate or conditions."""
    if attributes.operation != "UPDATE" or not attributes.is_("certificates.k8s.io", "certificatesigningrequests", "status"):
        return
    old, new = attributes.old.get("status") or {}, attributes.obj.get("status") or {}
    if old.get("certificate") == new.get("certificate") and old.get("conditions") == new.get("conditions"):
        return
    signer = attributes.old["spec"]["signerName"]
    if not may(attributes, "sign", signer):
        raise attributes.forbidden(f'user not permitted to sign requests with signerName "{signer}"')
