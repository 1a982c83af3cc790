"""Real etcd members for tests: started in a directory, on free ports, ended when the test ends. No tests."""
from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

ETCD = shutil.which("etcd")
needs_etcd = pytest.mark.skipif(ETCD is None, reason="etcd is not installed (Debian: apt-get install etcd-server)")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Members:
    """A cluster of etcd members."""

    def __init__(self, directory, count=1):
        self.directory, self.count = directory, count
        ports = free_ports(2 * count)
        self.clients, self.peers = ports[:count], ports[count:]
        self.processes = [None] * count
        for number in range(count):
            self.start(number)
        self.wait()

    @property
    def url(self):
        return "etcd://" + ",".join(f"127.0.0.1:{port}" for port in self.clients)

    def start(self, number):
        cluster = ",".join(f"m{i}=http://127.0.0.1:{port}" for i, port in enumerate(self.peers))
        client, peer = f"http://127.0.0.1:{self.clients[number]}", f"http://127.0.0.1:{self.peers[number]}"
        self.processes[number] = subprocess.Popen(
            [ETCD, "--name", f"m{number}", "--data-dir", str(self.directory / f"m{number}"), "--listen-client-urls", client,
             "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
             "--initial-cluster", cluster, "--log-level", "error", "--logger", "zap"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self, number):
        self.processes[number].send_signal(signal.SIGKILL)
        self.processes[number].wait()

    def wait(self, seconds=30):
        """Until every running member says it is healthy."""
        end = time.monotonic() + seconds
        for number, process in enumerate(self.processes):
            while process.poll() is None and not self._healthy(number):
                assert time.monotonic() < end, f"member {number} of etcd does not come up"
                time.sleep(0.05)

    def _healthy(self, number):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.clients[number]}/health", timeout=1) as answer:
                return b'"true"' in answer.read()
        except OSError:
            return False

    def stop(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
