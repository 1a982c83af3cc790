"""CertificateApproval: who approves a certificate request must have the right to `approve` its signer."""
from __future__ import annotations

from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.authz.attributes import Attributes

RESOURCES = (("certificates.k8s.io", "certificatesigningrequests"),)


def may(attributes, verb: str, signer: str) -> bool:
    """Whether the user may do `verb` with a signer, by its full name or its domain's wildcard."""
    names = (signer, f"{signer.partition('/')[0]}/*")
    return any(authz.decide(attributes.server, Attributes(attributes.user, verb, "certificates.k8s.io", "*", "signers", name=name))[0] for name in names)


def validate(attributes) -> None:
    """Check an update of the approval."""
    if attributes.operation != "UPDATE" or not attributes.is_("certificates.k8s.io", "certificatesigningrequests", "approval"):
        return
    signer = attributes.old["spec"]["signerName"]
    if not may(attributes, "approve", signer):
        raise attributes.forbidden(f'user not permitted to approve requests with signerName "{signer}"')
