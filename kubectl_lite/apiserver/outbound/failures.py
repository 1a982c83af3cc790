"""Failures: what went wrong between two machines, in the words of Go's net, crypto/tls and crypto/x509 packages."""
from __future__ import annotations

import errno

DEADLINE = "context deadline exceeded"
# errno: (what was being done, what the kernel said)
DIAL = {errno.ECONNREFUSED: "connection refused", errno.EHOSTUNREACH: "no route to host", errno.ENETUNREACH: "network is unreachable",
        errno.EADDRNOTAVAIL: "cannot assign requested address", errno.EINVAL: "invalid argument", errno.EACCES: "permission denied"}


def text(error: OSError, host: str, port: int, server_name: str, authorities: str) -> str:
    """Why a call to host:port failed."""
    import socket
    import ssl
    from http.client import RemoteDisconnected
    if isinstance(error, TimeoutError):
        return DEADLINE
    if isinstance(error, RemoteDisconnected):
        return "EOF"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "tls: failed to verify certificate: " + _untrusted(host, port, server_name, authorities)
    if isinstance(error, ssl.SSLError):
        return _handshake(error)
    if isinstance(error, socket.gaierror):
        return f"dial tcp: lookup {host}: no such host"
    if error.errno in DIAL:
        return f"dial tcp {address(host, port)}: connect: {DIAL[error.errno]}"
    if error.errno in (errno.ECONNRESET, errno.EPIPE):
        return f"read tcp {address(host, port)}: read: connection reset by peer"
    return error.strerror or str(error)


def protocol_text(error: Exception) -> str:
    """Why what came back is no HTTP."""
    from http.client import BadStatusLine, IncompleteRead
    if isinstance(error, IncompleteRead):
        return "unexpected EOF"
    if isinstance(error, BadStatusLine):
        from kubectl_lite.machinery.field import go_quote
        return f"net/http: HTTP/1.x transport connection broken: malformed HTTP response {go_quote(str(error.args[0]).strip())}"
    return str(error)


def address(host: str, port: int) -> str:
    """host:port as Go writes it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _handshake(error):
    if error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"):
        return "http: server gave HTTP response to HTTPS client"
    if "EOF" in (error.reason or "") or "EOF" in str(error):
        return "EOF"
    reason = (error.reason or str(error)).lower()
    return "remote error: tls: " + reason.replace("_", " ").replace("tlsv1 alert ", "").replace("tlsv13 alert ", "").replace("sslv3 alert ", "")


def _untrusted(host, port, server_name, authorities):
    """What is wrong with the certificate at an address: its time, then its names, then who signed it, as x509.Certificate.Verify looks at it."""
    import ssl

    from cryptography import x509
    try:
        certificate = x509.load_pem_x509_certificate(ssl.get_server_certificate((host, port), timeout=5).encode())
    except (OSError, ValueError):
        return "x509: certificate signed by unknown authority"
    return _wrong_time(certificate) or _wrong_name(certificate, server_name) or _unknown_authority(certificate, authorities)


def _wrong_time(certificate):
    from datetime import datetime, timezone
    now = datetime.now(timezone.utc)  # the machine's clock, which TLS goes by
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    for wrong, word, limit in ((now < first, "before", first), (now > last, "after", last)):
        if wrong:
            return f"x509: certificate has expired or is not yet valid: current time {_stamp(now)} is {word} {_stamp(limit)}"
    return ""


def _stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _wrong_name(certificate, name):
    """HostnameError: the names the certificate is for, when name is none of them."""
    from cryptography import x509
    addresses, names = _names(certificate)
    if _is_address(name):
        if name in addresses:
            return ""
        if not addresses:
            return f"x509: cannot validate certificate for {name} because it doesn't contain any IP SANs"
        return f"x509: certificate is valid for {', '.join(addresses)}, not {name}"
    if any(_fits(pattern, name) for pattern in names):
        return ""
    common = [a.value for a in certificate.subject.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)]
    if not addresses and not names and any(_fits(pattern, name) for pattern in common):
        return "x509: certificate relies on legacy Common Name field, use SANs instead"
    if not names:
        return f"x509: certificate is not valid for any names, but wanted to match {name}"
    return f"x509: certificate is valid for {', '.join(names)}, not {name}"


def _names(certificate):
    """(IP addresses, DNS names) of the subject alternative names."""
    from cryptography import x509
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return [], []
    return [str(a) for a in found.get_values_for_type(x509.IPAddress)], found.get_values_for_type(x509.DNSName)


def _is_address(name):
    from ipaddress import ip_address
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def _fits(pattern, name):
    pattern, name = pattern.lower(), name.lower().rstrip(".")
    return pattern == name or pattern.startswith("*.") and "." in name and pattern[2:] == name.split(".", 1)[1]


def _unknown_authority(certificate, authorities):
    """UnknownAuthorityError, with the authority of that name whose key did not sign the certificate, if there is one."""
    from cryptography import x509
    known = x509.load_pem_x509_certificates(authorities.encode()) if authorities else []
    said = "x509: certificate signed by unknown authority"
    for candidate in known:
        if candidate.subject == certificate.issuer:
            names = candidate.subject.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)
            shown = names[0].value if names else f"serial:{candidate.serial_number}"
            return f'{said} (possibly because of "{_signature_problem(candidate)}" while trying to verify candidate authority certificate "{shown}")'
    return said


def _signature_problem(candidate):
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    return "crypto/rsa: verification error" if isinstance(candidate.public_key(), RSAPublicKey) else "x509: ECDSA verification failure"
