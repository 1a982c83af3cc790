"""Real etcd members for tests: started in a directory, on free ports, ended when the test ends. No tests."""
from __future__ import annotations

import datetime
import ipaddress
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

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


class Certificates:
    """A certificate authority with a certificate for members and one for clients, as PEM files in a directory."""

    def __init__(self, directory):
        self._directory = directory
        self._key, self._name = _new_key(), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"authority in {directory.name}")])
        self.authority = self._write("ca", self._signed(self._name, self._key.public_key(), x509.BasicConstraints(True, None)))
        self.server, self.client = self._pair("server"), self._pair("client")

    def context(self):
        """How Python reaches a member."""
        context = ssl.create_default_context(cafile=self.authority)
        context.load_cert_chain(*self.client)
        return context

    def _pair(self, name):
        key = _new_key()
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return self._write(name, self._signed(subject, key.public_key(), address)), self._write(f"{name}-key", private)

    def _signed(self, subject, public, extension):
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(public).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        return builder.add_extension(extension, critical=False).sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def _write(self, name, data):
        path = self._directory / f"{name}.pem"
        path.write_bytes(data)
        return str(path)


def _new_key():
    return ec.generate_private_key(ec.SECP256R1())


class Members:
    """A cluster of etcd members. With `certificates` they speak TLS to clients, and ask for their certificates."""

    def __init__(self, directory, count=1, certificates=None):
        self.directory, self.count, self.certificates = directory, count, certificates
        ports = free_ports(2 * count)
        self.clients, self.peers = ports[:count], ports[count:]
        self.processes = [None] * count
        for number in range(count):
            self.start(number)
        self.wait()

    @property
    def url(self):
        return ("etcds://" if self.certificates else "etcd://") + ",".join(f"127.0.0.1:{port}" for port in self.clients)

    def address(self, number):
        """The URL that a member serves clients at."""
        return f"{'https' if self.certificates else 'http'}://127.0.0.1:{self.clients[number]}"

    def start(self, number):
        cluster = ",".join(f"m{i}=http://127.0.0.1:{port}" for i, port in enumerate(self.peers))
        client, peer, tls = self.address(number), f"http://127.0.0.1:{self.peers[number]}", []
        if self.certificates:
            tls = ["--cert-file", self.certificates.server[0], "--key-file", self.certificates.server[1],
                   "--client-cert-auth", "--trusted-ca-file", self.certificates.authority]
        self.processes[number] = subprocess.Popen(
            [ETCD, "--name", f"m{number}", "--data-dir", str(self.directory / f"m{number}"), "--listen-client-urls", client,
             "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
             "--initial-cluster", cluster, "--log-level", "error", "--logger", "zap", *tls],
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
            context = self.certificates and self.certificates.context()
            with urllib.request.urlopen(f"{self.address(number)}/health", timeout=1, context=context) as answer:
                return b'"true"' in answer.read()
        except OSError:
            return False

    def stop(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
