"""Servers of other people: HTTPS servers on this machine, with a certificate authority of their own, that answer as a test wants."""
from __future__ import annotations

import base64
import json
import ssl
import threading
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """A certificate authority. `name` is its common name."""

    def __init__(self, name="webhooks"):
        self.key, self.subject = ec.generate_private_key(ec.SECP256R1()), _name(name)
        self.certificate = _signed(self.subject, self.key.public_key(), self.subject, self.key, [], True, 0, 10)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def bundle(self) -> str:
        return base64.b64encode(self.pem.encode()).decode()

    def issue(self, path, names=("127.0.0.1", "localhost"), common="server", since=0, days=1) -> str:
        """Write a certificate with its key to a file."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _signed(_name(common), key.public_key(), self.subject, self.key, names, False, since, days)
        path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        return str(path)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _signed(subject, public, issuer, key, names, authority, since, days):
    start = datetime.now(timezone.utc) + timedelta(days=since, minutes=-5)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public).serial_number(x509.random_serial_number())
               .not_valid_before(start).not_valid_after(start + timedelta(days=days)).add_extension(x509.BasicConstraints(authority, None), True))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), False)
    return builder.sign(key, hashes.SHA256())


def _alternative(name):
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@lru_cache
def authority() -> Authority:
    """The authority that tests share."""
    return Authority()


class Hook:
    """One server. `answer(body) -> body | (status, body) | bytes` is called with each decoded request; `seen` keeps the requests in order."""

    def __init__(self, answer, certificate=None):
        self.answer, self.seen, self.headers = answer, [], []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.server.handle_error = lambda *args: None  # callers that do not trust it hang up
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def port(self) -> int:
        return self.server.server_port

    def url(self, path="/hook") -> str:
        return f"https://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(hook):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                hook.seen.append(body)
                hook.headers.append((self.path, dict(self.headers)))
                found = hook.answer(body)
                status, found = found if isinstance(found, tuple) else (200, found)
                data = found if isinstance(found, bytes) else json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/plain" if isinstance(found, bytes) else "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args):
                pass
        return Handler
