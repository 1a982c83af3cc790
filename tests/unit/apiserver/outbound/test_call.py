"""Calls of other people's servers: what is said of servers that do not speak HTTP, hang up, or speak too slowly."""
from __future__ import annotations

import socket
import ssl
import threading
import time

import pytest

from kubectl_lite.apiserver.outbound import answers, failures
from kubectl_lite.apiserver.outbound.call import CallFailed, Target, post
from tests.unit.apiserver import hooks


@pytest.fixture
def rude(tmp_path):
    """rude(*pieces) starts a server that sends these bytes over TLS after the request, a pause between them, and hangs up."""
    listeners = []

    def start(*pieces, pause=0.0):
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(hooks.authority().issue(tmp_path / f"{len(listeners)}.pem"))

        def serve():
            raw, _ = listener.accept()
            try:
                with context.wrap_socket(raw, server_side=True) as connection:
                    request = b""
                    while not request.endswith(b"{}"):  # whoever hangs up on unread bytes resets the connection
                        request += connection.recv(65536)
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(pause)
            except OSError:
                pass  # the caller has had enough
        threading.Thread(target=serve, daemon=True).start()
        return Target(f"https://127.0.0.1:{listener.getsockname()[1]}/x", authorities=hooks.authority().pem)
    yield start
    for listener in listeners:
        listener.close()


def failure(target, seconds=5):
    with pytest.raises(CallFailed) as caught:
        post(target, {}, seconds)
    return str(caught.value).partition('": ')[2] or str(caught.value).partition("Please retry. Original error: ")[2]


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n"


@pytest.mark.parametrize("pieces, text", [
    ((), "EOF"), ((b"SSH-2.0-OpenSSH\r\n",), 'net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0-OpenSSH"'),
    ((HEAD, b"{"), "unexpected EOF")])
def test_what_is_no_http(rude, pieces, text):
    assert failure(rude(*pieces)) == text


@pytest.mark.parametrize("head", [HEAD, HEAD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")])
def test_an_answer_in_drops_does_not_outlast_the_deadline(rude, head):
    began = time.monotonic()
    assert failure(rude(head, *[b" "] * 20, pause=0.3), seconds=1) == "context deadline exceeded"
    assert time.monotonic() - began < 2


def test_an_answer_in_pieces(rude):
    assert post(rude(HEAD, b'{"a": 1          ', b"  }", pause=0.05), {}, 5) == {"a": 1}


@pytest.mark.parametrize("status, kind, body, text", [
    (403, "text/plain", b"no\n", "no"), (415, "text/plain", b"what?", "what?"), (503, "", b"", "the server is currently unable to handle the request"),
    (502, "text/html", b"<p>\"bad\"</p>", 'an error on the server ("<p>\\"bad\\"</p>") has prevented the request from succeeding'),
    (500, "application/json", b"{}", 'an error on the server ("unknown") has prevented the request from succeeding'),
    (418, "", b"", "the server responded with the status code 418 but did not return more information")])
def test_refusals(status, kind, body, text):
    with pytest.raises(CallFailed) as caught:
        answers.decoded(status, kind, body)
    assert str(caught.value) == text


def test_addresses():
    assert failures.address("10.0.0.1", 443) == "10.0.0.1:443" and failures.address("fd00::1", 443) == "[fd00::1]:443"
