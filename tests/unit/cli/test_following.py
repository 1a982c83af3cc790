"""Commands that follow the cluster, as real processes: how they end."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from kubectl_lite.cli.following import _pipe

SECONDS = 20  # far more than any of it takes


@pytest.fixture
def state(tmp_path):
    path = str(tmp_path / "state")
    assert run(path, "init", "--nodes", "1").returncode == 0
    return path


def command(state, *argv):
    return [sys.executable, "-m", "kubectl_lite", "--state", state, *argv]


def run(state, *argv):
    return subprocess.run(command(state, *argv), capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL)


def start(state, *argv):
    return subprocess.Popen(command(state, *argv), stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)


FOLLOWERS = (["get", "nodes", "-w"], ["get", "nodes", "-w", "-o", "name"], ["get", "--raw", "/api/v1/nodes?watch=1"])


@pytest.mark.parametrize("argv", FOLLOWERS, ids=" ".join)
def test_a_quiet_watch_ends_when_its_reader_goes(state, argv):
    """Nothing happens in the cluster: that the pipe was closed must be enough, and nothing is said about it."""
    process = start(state, *argv)
    assert process.stdout.readline()
    process.stdout.close()
    began = time.monotonic()
    assert process.wait(SECONDS) == 141 and process.stderr.read() == b""
    assert time.monotonic() - began < 2


def test_waiting_ends_when_its_reader_goes(state):
    process = start(state, "wait", "--for=delete", "node/node1", "--timeout=60s")
    follows(process)
    process.stdout.close()
    assert process.wait(SECONDS) == 141 and process.stderr.read() == b""


def test_a_quiet_watch_sleeps(state):
    process = start(state, "get", "nodes", "-w")
    process.stdout.readline()
    time.sleep(0.5)
    before = processor_seconds(process.pid)
    time.sleep(1.5)
    assert processor_seconds(process.pid) - before < 0.1
    process.kill()
    process.communicate()


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as source:
        fields = source.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def follows(process):
    """Until a command has begun to follow: then it catches signals itself."""
    end = time.monotonic() + SECONDS
    while not caught(process.pid) >> (signal.SIGTERM - 1) & 1:
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.05)


def caught(pid):
    """The set of signals that a process catches, as a mask."""
    with open(f"/proc/{pid}/status") as source:
        return int(next(line for line in source if line.startswith("SigCgt")).split()[1], 16)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("argv", [["get", "nodes", "-w"], ["wait", "--for=delete", "node/node1", "--timeout=60s"]], ids=" ".join)
def test_a_signal_ends_it_as_it_ends_kubectl(state, number, argv):
    process = start(state, *argv)
    follows(process)
    process.send_signal(number)
    assert process.wait(SECONDS) == 1 and process.stderr.read() == b""


def test_the_request_timeout_ends_it(state):
    began = time.monotonic()
    answer = run(state, "get", "nodes", "-w", "--request-timeout=1s")
    assert answer.returncode == 0 and answer.stdout.startswith("NAME") and answer.stderr == ""
    assert 1 <= time.monotonic() - began < 5


def test_every_change_comes_once_and_in_order(state):
    run(state, "create", "configmap", "c", "--from-literal=n=0")
    process = start(state, "get", "configmap", "c", "-w", "-o", "jsonpath={.data.n}{\"\\n\"}")
    assert process.stdout.readline() == b"0\n"
    for n in (1, 2, 3):
        assert run(state, "patch", "configmap", "c", "-p", f'{{"data":{{"n":"{n}"}}}}').returncode == 0
    assert [process.stdout.readline() for _ in range(3)] == [b"1\n", b"2\n", b"3\n"]
    process.stdout.close()
    assert process.wait(SECONDS) == 141


def test_it_tells_that_its_revision_was_compacted(state):
    process = start(state, "get", "nodes", "-w")
    process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGSTOP)
    run(state, "label", "node", "node1", "a=b")
    run(state, "create", "namespace", "other")
    assert run(state, "store", "compact", "--keep", "0").returncode == 0
    process.send_signal(signal.SIGCONT)
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert err.startswith(b"Error from server (Expired): too old resource version: "), err


def test_only_pipes_have_readers_that_go(tmp_path):
    with open(tmp_path / "file", "w") as file:
        assert _pipe(file) is None and _pipe(object()) is None
    read, write = os.pipe()
    with os.fdopen(read), os.fdopen(write, "w") as stream:
        assert _pipe(stream) == write
