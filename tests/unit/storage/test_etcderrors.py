"""What a failed connection to a member means."""
import pytest

from kubectl_lite.storage import etcderrors


class ConnectionFailedError(Exception):
    """As etcd3gw raises it: the text is that of the HTTP library."""


@pytest.mark.parametrize("text, tls, told, sent", [
    ("('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))", True, "if it does not speak TLS", True),
    ("('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))", False, "if it speaks TLS", True),
    ("('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))", False, "if it speaks TLS", True),
    ("SSLEOFError(8, '[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred')", True, "if it does not speak TLS", False),
    ("NewConnectionError('Failed to establish a new connection')", False, "cannot be reached", False),
])
def test_a_closed_connection_says_what_can_be_known(text, tls, told, sent):
    found = etcderrors.judged(ConnectionFailedError(text), "a:2379", tls)
    assert isinstance(found, etcderrors.Failure) and told in str(found)
    assert (found.sent, found.hopeless, found.absent) == (sent, False, True)
