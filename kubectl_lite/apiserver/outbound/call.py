"""Call: one HTTPS POST of a JSON object and its decoded answer; every failure is a CallFailed in the words of Go's client.

Owns the connection and its deadline. What the call is about, and what a failure means, is the callers' matter.
"""
from __future__ import annotations

import time
from contextlib import closing

JSON = "application/json"
UNREADABLE = "unexpected error when reading response body. Please retry. Original error: "
MOST_BYTES = 3 << 20  # of an answer, as kube-apiserver bounds what it reads


class CallFailed(Exception):
    """A server could not be called, or answered nonsense; str() says why as Go does."""


class Target:
    """Whom to call: the URL as it is shown, the address that is dialled (by default the URL's), and whose certificates are believed.
    CallFailed when those cannot be read.

    `authorities` is a PEM text ("" for the system's own), `headers` go with every request, `identity` is a PEM file of a client certificate
    and its key, `unreachable` says why there is nobody to dial.
    """
    __slots__ = ("url", "address", "unreachable", "authorities", "headers", "context")

    def __init__(self, url, address=None, authorities="", headers=None, identity=None, unreachable=""):
        self.url, self.address, self.unreachable = url, address, unreachable
        self.authorities, self.headers, self.context = authorities, headers or {}, _context(authorities, identity)


def post(target: Target, body: dict, seconds: float) -> dict:
    """The decoded answer of a POST that may take `seconds` seconds in all; CallFailed when there is none."""
    import json
    from urllib.parse import urlsplit

    from kubectl_lite.apiserver.outbound import answers
    parts = urlsplit(target.url)
    path = f"{parts.path or '/'}?timeout={_whole(seconds)}s"
    shown = f"{parts.scheme}://{parts.netloc}{path}"
    try:
        answer = _exchange(target, parts, path, json.dumps(body).encode(), time.monotonic() + seconds)
    except _Broken as e:
        raise CallFailed(f'Post "{shown}": {e}') from None
    return answers.decoded(*answer)


class _Broken(Exception):
    """The exchange failed; str() says why without naming the request."""


def _whole(seconds):
    return int(seconds) + (seconds > int(seconds))


def _exchange(target, parts, path, data, end):
    """(status, content type, body) of the answer. `end` is a time of the machine's clock: waiting is real."""
    from http.client import HTTPException

    from kubectl_lite.apiserver.outbound import failures
    if target.unreachable:
        raise _Broken(target.unreachable)
    host, port = target.address or (parts.hostname, parts.port or 443)
    try:
        with closing(_connected(host, port, parts.hostname, target.context, end)) as connection:
            headers = {"Host": parts.netloc, "Content-Type": JSON, "Accept": f"{JSON}, */*", "User-Agent": "kube-apiserver-admission", **target.headers}
            connection.request("POST", path, data, headers)
            wire, answer = connection.sock, connection.getresponse()
            return answer.status, answer.headers.get("content-type", ""), _read(answer, wire, end, host, port)
    except OSError as e:
        raise _Broken(failures.text(e, host, port, parts.hostname, target.authorities)) from None
    except HTTPException as e:
        raise _Broken(failures.protocol_text(e)) from None


def _connected(host, port, server_name, context, end):
    """An HTTP connection over TLS to an address whose certificate is for server_name."""
    import socket
    from http.client import HTTPConnection
    connection = HTTPConnection(server_name, port)
    raw = socket.create_connection((host, port), _left(end))
    try:
        raw.settimeout(_left(end))
        connection.sock = context.wrap_socket(raw, server_hostname=server_name)
        connection.sock.settimeout(_left(end))
    except BaseException:
        raw.close()
        raise
    return connection


def _read(answer, wire, end, host, port):
    """The body, within the deadline; CallFailed for one that breaks off. `wire` is the socket, which the connection may have let go already."""
    from kubectl_lite.apiserver.outbound import failures
    try:
        text = _chunks(answer, wire, end)
    except OSError as e:
        why = failures.text(e, host, port, "", "")
        raise CallFailed(UNREADABLE + ("unexpected EOF" if why == "EOF" else why)) from None
    if answer.length:
        raise CallFailed(UNREADABLE + "unexpected EOF")
    return text


def _chunks(answer, wire, end):
    chunks, size = [], 0
    while size <= MOST_BYTES:
        wire.settimeout(_left(end))
        chunk = answer.read1(65536)
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def _left(end):
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _context(authorities, identity):
    """TLS that trusts these authorities, judging certificates as strictly as Go does and no stricter."""
    import ssl
    try:
        context = ssl.create_default_context(cadata=authorities or None)
    except (ssl.SSLError, ValueError):
        raise CallFailed("unable to load root certificates: unable to parse bytes as PEM block") from None
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    if identity:
        context.load_cert_chain(identity)
    return context
