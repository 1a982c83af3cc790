"""A door for real clients: speaks HTTP on a local port and passes each request to the in-process Handler of one state directory.

Owns sockets and bytes only. Callers without credentials are the administrator. Nothing runs between requests, so a watch that has nothing
to tell lets the controllers, the scheduler and the kubelets work, as our own commands do while they wait.
"""
from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from kubectl_lite import cluster
from kubectl_lite.api import wiretext
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.env import Env
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import JSON, Request, Response, UserInfo
from tests.interop import openapiv2

ADMINISTRATOR = UserInfo("admin", ("system:masters",))
PAUSE = 0.1  # seconds that a watch waits for somebody else's changes before it lets the cluster work
RECONCILE = "/reconcile"  # a POST to this path is `kubectl-lite reconcile`


class Door:
    """An HTTP server on 127.0.0.1. `open(state)` says which directory answers from now on; a context manager."""

    def __init__(self):
        self.lock, self.cluster, self.refused_protobuf, self.asked = threading.RLock(), None, False, ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("BoundHandler", (_Handler,), {"door": self}))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Door":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def open(self, state: str) -> None:
        """Serve another state directory; watches of the former one end."""
        with self.lock:
            self.close()
            self.cluster, self.refused_protobuf = cluster.open(state, Env(), nodes=0), False

    def close(self) -> None:
        """Let go of the state directory."""
        with self.lock:
            if self.cluster is not None:
                self.cluster.close()
                self.cluster = None

    def handle(self, request) -> Response:
        """One request through the pipeline."""
        with self.lock:
            if request.method == "GET" and request.path == self.asked:  # somebody waits, and looks again
                self.cluster.reconcile()
            self.asked = request.path if request.method == "GET" else ""
            return self.cluster.transport(request)

    def openapi(self) -> bytes:
        """The OpenAPI document of version 2."""
        with self.lock:
            document = {}
            for path in ("api/v1", "apis/apps/v1"):
                document.update(self.cluster.transport(Request("GET", f"/openapi/v3/{path}", user=ADMINISTRATOR)).body["paths"])
            return openapiv2.document(document)

    def let_work(self) -> None:
        """Let the cluster's participants do what there is to do."""
        with self.lock:
            self.cluster.reconcile()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""
    protocol_version = "HTTP/1.1"
    door: Door

    def log_message(self, *_):
        """Nothing: the tests look at answers."""

    def _serve(self):
        here = self.door.cluster
        if self.path == RECONCILE:
            self.door.let_work()
            return self._answer(Response(200, ""))
        if self.path.startswith("/openapi/v2"):
            return self._answer(Response(200, self.door.openapi(), {"content-type": openapiv2.MEDIA_TYPE}))
        try:
            response = self.door.handle(self._request())
        except ApiError as e:
            response = Response(e.code, e.status)
        if response.stream is None:
            self._answer(response)
        else:
            self._stream(response.stream, here)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def _request(self) -> Request:
        parts, headers = urlsplit(self.path), _headers(self.headers)
        body = self._chunks() if headers.get("transfer-encoding") == "chunked" else self.rfile.read(int(headers.get("content-length", 0)))
        if "protobuf" in headers.get("content-type", ""):
            self.door.refused_protobuf = True
            raise errors.unsupported_media_type("the body of the request was in an unknown format - accepted media types include: application/json, application/yaml")
        user = None if "authorization" in headers else ADMINISTRATOR
        return Request(self.command, unquote(parts.path), parse_qs(parts.query, keep_blank_values=True), headers, body or None, user)

    def _chunks(self) -> bytes:
        """A body that came in pieces."""
        body, size = b"", int(self.rfile.readline(), 16)
        while size:
            body += self.rfile.read(size)
            self.rfile.readline()
            size = int(self.rfile.readline(), 16)
        self.rfile.readline()
        return body

    def _answer(self, response):
        body, kind = _encoded(response.body, "pretty=" in self.path)
        self.send_response(response.status)
        self._headers(response, kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _headers(self, response, kind):
        self.send_header("Content-Type", response.headers.get("content-type", kind))
        for text in response.warnings:
            quoted = text.replace("\\", "\\\\").replace('"', '\\"')
            self.send_header("Warning", f'299 - "{quoted}"')

    def _stream(self, stream, here):
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._events(stream, here)
            self.wfile.write(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            stream.close()

    def _events(self, stream, here):
        while self.door.cluster is here:
            try:
                events = stream.poll(0)
                if not events:
                    self.door.let_work()
                    events = stream.poll(PAUSE)
            except StopIteration:
                return
            except Exception:
                if self.door.cluster is here:
                    raise
                return  # another directory is served by now
            for event in events:
                line = wiretext.event(event).encode()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))


def _headers(message) -> dict:
    """Lower-case names; several values of one name become a list."""
    headers: dict = {}
    for name in {name.lower() for name in message}:
        values = message.get_all(name)
        headers[name] = values[0] if len(values) == 1 else values
    return headers


def _encoded(body, pretty: bool) -> tuple[bytes, str]:
    """The bytes of a response's body and their media type."""
    if body is None:
        return b"", JSON
    if isinstance(body, bytes):
        return body, "text/plain"
    if isinstance(body, str):
        return body.encode(), "text/plain"
    aggregated = body.get("apiVersion") == "apidiscovery.k8s.io/v2"
    return wiretext.text(body, pretty).encode(), f"{JSON};g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList" if aggregated else JSON
