import pytest

from kubectl_lite.printers.describe.containers import probe

TIMES = " delay=0s timeout=0s period=0s #success=0 #failure=0"


@pytest.mark.parametrize("action, want", [
    ({"exec": {"command": ["cat", "/tmp/ok"]}}, "exec [cat /tmp/ok]"), ({"tcpSocket": {"port": "http"}}, "tcp-socket :http"),
    ({"grpc": {"port": 9000, "service": "s"}}, "grpc <pod>:9000 s"), ({"grpc": {"port": 9000}}, "grpc <pod>:9000 "),
    ({"httpGet": {"scheme": "HTTPS", "port": 443, "path": "healthz"}}, "http-get https://:443/healthz"),
    ({"httpGet": {"scheme": "HTTP", "host": "h", "port": "web", "path": "/a b?c=d!"}}, "http-get http://h:web/a%20b%3Fc=d%21"), ({}, "unknown")])
def test_probes(action, want):
    assert probe(action) == want + TIMES
