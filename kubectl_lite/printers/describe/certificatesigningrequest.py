"""kubectl describe certificatesigningrequest: reads the request with the cryptography library."""
from __future__ import annotations

from kubectl_lite.printers.ages import human_duration, rfc1123z
from kubectl_lite.printers.describe import DescribeError, fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer
from kubectl_lite.printers.labels import format_labels
from kubectl_lite.printers.text import csr_status

SUBJECT = (("Organization", "organizationName"), ("Organizational Unit", "organizationalUnitName"), ("Country", "countryName"),
           ("Locality", "localityName"), ("Province", "stateOrProvinceName"), ("StreetAddress", "streetAddress"), ("PostalCode", "postalCode"))


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, spec, w = obj["metadata"], obj.get("spec") or {}, Writer()
    request = _parse(spec.get("request", ""))
    w.rows(0, ("Name:", meta["name"]), ("Labels:", format_labels(meta.get("labels"))), ("Annotations:", format_labels(meta.get("annotations"))),
           ("CreationTimestamp:", rfc1123z(meta.get("creationTimestamp"))), ("Requesting User:", spec.get("username", "")))
    if spec.get("signerName"):
        w.field("Signer", spec["signerName"])
    if spec.get("expirationSeconds") is not None:
        w.field("Requested Duration", human_duration(spec["expirationSeconds"]))
    w.field("Status", csr_status(obj.get("status") or {}))
    _subject(w, request)
    _alternative_names(w, request)
    events(w, related, now)
    return w.text()


def _parse(text: str):
    from base64 import b64decode
    from cryptography import x509
    pem = b64decode(text)
    if b"-----BEGIN CERTIFICATE REQUEST-----" not in pem:
        raise DescribeError("Error parsing CSR: PEM block type must be CERTIFICATE REQUEST")
    try:
        return x509.load_pem_x509_csr(pem)
    except ValueError as e:
        raise DescribeError(f"Error parsing CSR: {e}") from None


def _subject(w: Writer, request) -> None:
    w.line(0, "Subject:")
    w.rows(0, ("", "Common Name:", "".join(_values(request, "commonName")[-1:])), ("", "Serial Number:", "".join(_values(request, "serialNumber")[-1:])))
    for title, name in SUBJECT:
        _list(w, title, _values(request, name))


def _values(request, name: str) -> list[str]:
    return [attribute.value for attribute in request.subject if attribute.oid._name == name]


def _alternative_names(w: Writer, request) -> None:
    from cryptography import x509
    try:
        names = request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    found = [(title, [str(value) for value in names.get_values_for_type(kind)]) for title, kind in (
        ("DNS Names", x509.DNSName), ("Email Addresses", x509.RFC822Name), ("URIs", x509.UniformResourceIdentifier), ("IP Addresses", x509.IPAddress))]
    if any(values for _, values in found):
        w.line(0, "Subject Alternative Names:")
    for title, values in found:
        _list(w, title, values)


def _list(w: Writer, title: str, values: list[str]) -> None:
    """A title and its values, one a line; the following ones stand below the title's column."""
    if values:
        w.line(0, f"\t{title}:\t" + "\n\t\t".join(values))
