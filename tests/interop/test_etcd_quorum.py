"""The store on three real etcd members: everything works on with one killed, refuses in time with two, and has lost nothing when they are back."""
from __future__ import annotations

import io
import signal
import subprocess
import sys
import threading
import time

import pytest

from kubectl_lite.cli.main import main
from kubectl_lite.storage import etcdclient
from kubectl_lite.storage.etcderrors import Unsettled
from kubectl_lite.storage.protocol import CompareFailed, Delete, Put, StoreError
from tests.unit.storage.etcdserver import Members, needs_etcd

pytestmark = [needs_etcd]
pytest.importorskip("etcd3gw")
from kubectl_lite.storage.etcd import EtcdStore  # noqa: E402

KEY = "/registry/configmaps/default/c{}"


def value(n):
    return {"kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"n": str(n)}}


@pytest.fixture
def members(tmp_path):
    made = Members(tmp_path, 3)
    yield made
    made.stop()


class Writer(threading.Thread):
    """Writes one key after the other and remembers what was acknowledged."""

    def __init__(self, url, patience=15):
        super().__init__(daemon=True)
        self.store, self.acknowledged, self.failed, self.go = EtcdStore(url, patience=patience), [], [], True

    def run(self):
        n = 0
        while self.go:
            n += 1
            try:
                self.acknowledged.append((n, self.store.commit([Put(KEY.format(n), value(n), 0)])))
            except StoreError as error:
                self.failed.append((n, str(error)))

    def end(self):
        self.go = False
        self.join(60)
        assert not self.is_alive()


def leader(members):
    """The number of the member that leads now."""
    for number, port in enumerate(members.clients):
        if members.processes[number].poll() is None:
            status = EtcdStore(f"etcd://127.0.0.1:{port}").etcd.call("maintenance/status", {})
            if status["header"]["member_id"] == status.get("leader"):
                return number
    raise AssertionError("nobody leads")


def test_nothing_acknowledged_is_lost(members):
    writer = Writer(members.url)
    watch = EtcdStore(members.url).watch("/registry/", 1)
    writer.start()
    time.sleep(1)
    first = leader(members)
    members.kill(first)
    before = len(writer.acknowledged)
    end = time.monotonic() + 20
    while len(writer.acknowledged) < before + 20 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(writer.acknowledged) >= before + 20, writer.failed
    writer.end()
    assert writer.failed == []  # one dead member is nobody's business

    second = leader(members)
    members.kill(second)
    lonely, start = EtcdStore(members.url, patience=3), time.monotonic()
    with pytest.raises(StoreError, match="etcd"):
        lonely.commit([Put(KEY.format("lonely"), value(0), 0)])
    assert time.monotonic() - start < 60
    last = writer.acknowledged[-1][0]
    seen = lonely.get(KEY.format(last))
    assert seen is not None and "no quorum" in lonely.notices[0]

    members.start(first)
    members.start(second)
    members.wait()
    store = EtcdStore(members.url)
    kept = {entry.key for entry in store.range("/registry/").entries}
    assert {KEY.format(n) for n, _ in writer.acknowledged} <= kept
    assert [revision for _, revision in writer.acknowledged] == sorted(revision for _, revision in writer.acknowledged)
    events = []
    while len(events) < len(writer.acknowledged):
        more = watch.poll(20)
        assert more, f"the watch stopped after {len(events)} of {len(writer.acknowledged)}"
        events += more
    assert [event.key for event in events][:len(writer.acknowledged)] == [KEY.format(n) for n, _ in writer.acknowledged]


def test_swaps_of_many_clients(tmp_path):
    members = Members(tmp_path)
    try:
        EtcdStore(members.url).commit([Put(KEY.format(0), value(0), 0)])

        def increment():
            store, done = EtcdStore(members.url), 0
            while done < 25:
                entry = store.get(KEY.format(0))
                try:
                    store.commit([Put(entry.key, value(int(entry.value["data"]["n"]) + 1), entry.revision)])
                    done += 1
                except CompareFailed:
                    pass

        threads = [threading.Thread(target=increment) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join(60) for thread in threads]
        assert EtcdStore(members.url).get(KEY.format(0)).value["data"]["n"] == "100"
    finally:
        members.stop()


def run(members, *arguments, stdin=""):
    """(exit status, stdout, stderr, seconds) of a command, run in this process."""
    start, out, err = time.monotonic(), io.StringIO(), io.StringIO()
    status = main(["--store", members.url, *arguments], io.StringIO(stdin), out, err, {})
    assert "unexpected" not in err.getvalue(), err.getvalue()
    return status, out.getvalue(), err.getvalue(), time.monotonic() - start


MAP = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"n": "%d"}}'


def test_commands_through_the_death_of_members(members, monkeypatch):
    """get, apply, reconcile and a running `get --watch` go on with one member dead; with two, writes fail and reads say what they are."""
    monkeypatch.setattr(etcdclient, "PATIENCE_SECONDS", 6.0)
    assert run(members, "init", "--nodes", "1")[0] == 0
    assert run(members, "apply", "-f", "-", stdin=MAP % 0)[:2] == (0, "configmap/c created\n")
    watch = subprocess.Popen([sys.executable, "-m", "kubectl_lite", "--store", members.url, "get", "configmaps", "c", "--watch",
                              "-o", "jsonpath={.data.n}{\"\\n\"}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watch.stdout.readline() == "0\n"

    first = leader(members)
    members.kill(first)
    assert run(members, "apply", "-f", "-", stdin=MAP % 1)[:3] == (0, "configmap/c configured\n", "")
    assert watch.stdout.readline() == "1\n"
    assert run(members, "get", "configmap", "c", "-o", "jsonpath={.data.n}")[:3] == (0, "1", "")
    assert run(members, "create", "deployment", "web", "--image=nginx")[0] == 0
    assert run(members, "reconcile")[::2][:2] == (0, "")
    assert "Running" in run(members, "get", "pods")[1]

    members.kill(leader(members))
    status, out, err, seconds = run(members, "apply", "-f", "-", stdin=MAP % 2)
    assert status == 1 and "no leader" in err and err.count("\n") <= 2 and seconds < 30, err
    status, out, err, seconds = run(members, "apply", "-f", "-", "--request-timeout=1s", stdin=MAP % 2)
    assert status == 1 and "no leader" in err and seconds < 6, (seconds, err)
    status, out, err, seconds = run(members, "get", "configmap", "c", "-o", "jsonpath={.data.n}")
    assert (status, out) == (0, "1") and "etcd has no quorum" in err and "may be out of date" in err and seconds < 30
    status, out, err, seconds = run(members, "reconcile")
    assert status == 1 and "no leader" in err and seconds < 30, err

    for number, process in enumerate(members.processes):
        if process.poll() is not None:
            members.start(number)
    members.wait()
    assert run(members, "apply", "-f", "-", stdin=MAP % 3)[:3] == (0, "configmap/c configured\n", "")
    assert watch.stdout.readline() == "3\n"
    members.kill(leader(members))
    assert run(members, "apply", "-f", "-", stdin=MAP % 4)[0] == 0
    assert watch.stdout.readline() == "4\n"
    watch.terminate()
    assert watch.communicate(timeout=10) == ("", "")


def test_a_watch_loses_and_doubles_nothing_while_members_die(members):
    """Members die and come back in turn, always a quorum left, while a writer writes and watches follow from different members."""
    urls = ["etcd://" + ",".join(f"127.0.0.1:{port}" for port in members.clients[n:] + members.clients[:n]) for n in range(3)]
    watches = [EtcdStore(url).watch("/registry/", 1) for url in urls]
    writer = Writer(members.url)
    writer.start()
    for number in (0, 1, 2):
        time.sleep(1)
        members.kill(number)
        time.sleep(2)
        members.start(number)
        members.wait()
    time.sleep(1)
    writer.end()
    assert writer.failed == []
    expected = [(KEY.format(n), revision) for n, revision in writer.acknowledged]
    for watch in watches:
        told = []
        while len(told) < len(expected):
            more = watch.poll(20)
            assert more, f"the watch stopped after {len(told)} of {len(expected)}"
            told += more
        assert [(event.key, event.revision) for event in told] == expected
        watch.close()


@pytest.fixture
def silenced():
    """Processes to be stopped without a word; they go on when the test is over."""
    stopped = []

    def stop(process):
        process.send_signal(signal.SIGSTOP)
        stopped.append(process)

    yield stop
    for process in stopped:
        process.send_signal(signal.SIGCONT)


def test_a_member_that_falls_silent_leaves_a_write_in_doubt_and_says_so(tmp_path, monkeypatch, silenced):
    monkeypatch.setattr(etcdclient, "ANSWER_SECONDS", 1.0)
    members = Members(tmp_path)
    try:
        store, [process] = EtcdStore(members.url, patience=1), members.processes
        store.revision()
        silenced(process)
        start = time.monotonic()
        with pytest.raises(Unsettled, match="did not say whether the last write was made .*look before you try again"):
            store.commit([Put(KEY.format(0), value(0), 0)])
        assert time.monotonic() - start < 6
        process.send_signal(signal.SIGCONT)
        store.commit([Put(KEY.format(0), value(1), None)])  # whether it was made or not
        assert store.get(KEY.format(0)).value["data"] == {"n": "1"}
    finally:
        members.stop()


def test_a_watch_leaves_a_member_that_falls_silent(members, monkeypatch, silenced):
    monkeypatch.setattr(etcdclient, "QUIET_SECONDS", 1.0)
    monkeypatch.setattr(etcdclient, "ANSWER_SECONDS", 1.0)
    store, watching = EtcdStore(members.url), EtcdStore(members.url)
    watch = watching.watch("/registry/", 1)
    first = store.commit([Put(KEY.format(0), value(0), 0)])
    assert [event.revision for event in watch.poll(10)] == [first]
    silenced(members.processes[0])  # the first of the address, so both were with it
    others = EtcdStore("etcd://" + ",".join(f"127.0.0.1:{port}" for port in members.clients[1:]))
    second = others.commit([Put(KEY.format(1), value(1), 0)])
    told, end = [], time.monotonic() + 20
    while not told and time.monotonic() < end:
        told += watch.poll(1)
    assert [event.revision for event in told] == [second]
    watch.close()


def test_nobody_there_is_a_clear_error():
    store, start = EtcdStore("etcd://127.0.0.1:1", patience=0.3), time.monotonic()
    with pytest.raises(StoreError, match="no member of etcd at 127.0.0.1:1"):
        store.commit([Delete("/registry/x", None)])
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("url", ["etcd://", "etcd://host", "etcd://h:1/path", "etcd://h:1?wat=1", "http://h:1", "etcd://h:x"])
def test_a_bad_address_is_a_clear_error(url):
    with pytest.raises(StoreError, match="expected etcd://|is not host:port"):
        EtcdStore(url)
