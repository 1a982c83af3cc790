"""Real processes on one directory: compare-and-swap, transfers, readers, and kill -9 at any instant."""
from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from kubectl_lite.storage import check, lock as locking
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.protocol import Put

COMMON = """
import os, random, sys
from kubectl_lite.storage import checkpoint, lock
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.protocol import CompareFailed, Delete, Put
checkpoint.DUE_COMMITS, checkpoint.SEGMENT_BYTES = 25, 30_000
if os.environ.get("TEST_LOCK") == "library":
    lock.lock = lock.LibraryLock
store, count, seed = DirectoryStore(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
random = random.Random(seed)
def key(i): return f"/registry/accounts/default/a{i}"
"""

TRANSFERS = COMMON + """
done = 0
while done < count:
    one, two = random.sample(range(6), 2)
    a, b = store.get(key(one)), store.get(key(two))
    amount = random.randrange(5)
    try:
        store.commit([Put(a.key, {"metadata": {}, "sum": a.value["sum"] - amount}, a.revision),
                      Put(b.key, {"metadata": {}, "sum": b.value["sum"] + amount}, b.revision)], {"by": seed})
        done += 1
    except CompareFailed:
        pass
"""

INCREMENTS = COMMON + """
done = 0
while done < count:
    entry = store.get("/registry/counter")
    try:
        store.commit([Put(entry.key, {"metadata": {}, "n": entry.value["n"] + 1, "pad": "x" * 400}, entry.revision)])
        done += 1
    except CompareFailed:
        pass
"""

READER = COMMON + """
last = 0
for _ in range(count):
    page = store.range("/registry/accounts/")
    assert sum(entry.value["sum"] for entry in page.entries) == 600, page
    assert page.revision >= last
    last = page.revision
"""

UNTIL_KILLED = COMMON + """
n = 0
while True:
    n += 1
    if n % 4:
        store.commit([Put("/registry/a", {"metadata": {}, "n": n}, None), Put(f"/registry/b/{n % 5}", {"metadata": {}, "n": n}, None)])
    else:
        with store.batch():
            store.commit([Put("/registry/a", {"metadata": {}, "n": n}, None), Delete(f"/registry/b/{n % 5}", None)])
            store.commit([Put("/registry/c", {"metadata": {}, "n": n, "pad": "x" * 20000}, None)])
    os.write(1, b"%d\\n" % n)
"""


LOCKS = ["system", "library"]


@pytest.fixture(params=LOCKS)
def lock(request, monkeypatch):
    """Every process of the test, this one too, uses the lock of the operating system or that of the library."""
    monkeypatch.setenv("TEST_LOCK", request.param)
    if request.param == "library":
        pytest.importorskip("filelock")
        monkeypatch.setattr(locking, "lock", locking.LibraryLock)
    return request.param


def start(program, path, count, seed, **more):
    return subprocess.Popen([sys.executable, "-c", program, path, str(count), str(seed)], **more)


def test_increments_and_transfers_of_many_processes(tmp_path, lock):
    path = str(tmp_path / "state")
    store = DirectoryStore(path)
    store.commit([Put("/registry/counter", {"metadata": {}, "n": 0}, 0)]
                 + [Put(f"/registry/accounts/default/a{i}", {"metadata": {}, "sum": 100}, 0) for i in range(6)])
    watch = store.watch("/registry/", 1)
    processes = [start(INCREMENTS, path, 60, seed) for seed in (1, 2, 3)] + [start(TRANSFERS, path, 60, seed) for seed in (4, 5)]
    processes += [start(READER, path, 150, seed) for seed in (6, 7)]
    events = []
    while any(process.poll() is None for process in processes):
        events += watch.poll(0.05)
    assert [process.returncode for process in processes] == [0] * 7
    events += watch.poll(0)
    watch.close()
    assert store.get("/registry/counter").value["n"] == 180
    assert sum(entry.value["sum"] for entry in store.range("/registry/accounts/").entries) == 600
    assert store.revision() == 1 + 180 + 120
    assert [event.value["n"] for event in events if event.key == "/registry/counter"] == list(range(1, 181))
    assert len(events) == 180 + 240 and [event.revision for event in events] == sorted(event.revision for event in events)
    halves = [(event.revision, note["by"]) for event, note in store.past("/registry/accounts/", 1)]
    assert len(halves) == 240 and halves[::2] == halves[1::2]  # both halves of a transfer are one commit
    assert check.problems(store) == []


def killed_again_and_again(path, rounds, seed):
    """Kill a writer `rounds` times; after each, what it had been told is done must be there, whole."""
    print(f"seed {seed}")
    dice = random.Random(seed)
    for _ in range(rounds):
        process = start(UNTIL_KILLED, path, 0, seed, stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(dice.random() * 0.15)
        process.send_signal(signal.SIGKILL)
        told = [line for line in process.stdout.read().split(b"\n")[:-1]]
        process.wait()
        told = int(told[-1]) if told else 1
        reader = DirectoryStore(path, readonly=True)
        n = reader.get("/registry/a").value["n"]
        assert told <= n <= told + 1
        kept = {entry.key: entry.value["n"] for entry in reader.range("/registry/b/").entries}
        assert (kept.get(f"/registry/b/{n % 5}") == n) if n % 4 else f"/registry/b/{n % 5}" not in kept
        third = reader.get("/registry/c")
        if third is not None and not n % 4:
            assert third.value["n"] == n or told < n
        writer = DirectoryStore(path)
        writer.commit([Put("/registry/after", {"metadata": {}}, None)])
        assert check.problems(writer) == []


def test_kill_at_any_instant(tmp_path, lock):
    killed_again_and_again(str(tmp_path / "state"), 6, int(os.environ.get("KUBECTL_LITE_SEED", "1")))


@pytest.mark.slow
def test_kill_at_many_instants(tmp_path):
    killed_again_and_again(str(tmp_path / "state"), 300, 2)


def test_a_lock_of_a_dead_writer_does_not_block(tmp_path, lock):
    path = str(tmp_path / "state")
    holder = subprocess.Popen([sys.executable, "-c", COMMON + """
store.writer()._enter()
print("held", flush=True)
import time; time.sleep(60)
""", path, "0", "0"], stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.wait()
    start = time.monotonic()
    DirectoryStore(path).commit([Put("/registry/a", {"metadata": {}}, 0)])
    assert time.monotonic() - start < 5


def test_a_writer_that_will_not_let_go_is_named(tmp_path, monkeypatch, lock):
    from kubectl_lite.storage import writer
    from kubectl_lite.storage.protocol import StoreError

    monkeypatch.setattr(writer, "LOCK_SECONDS", 0.2)
    path = str(tmp_path / "state")
    with DirectoryStore(path).writer().locked():
        with pytest.raises(StoreError, match="another process has held .*lock"):
            DirectoryStore(path).commit([Put("/registry/a", {"metadata": {}}, 0)])


SHARES = COMMON + """
import time
print("ready", flush=True)
sys.stdin.readline()
done, longest, since, end = 0, 0.0, time.monotonic(), time.monotonic() + count
while time.monotonic() < end:
    entry = store.get("/registry/counter")
    try:
        store.commit([Put(entry.key, {"metadata": {}, "n": entry.value["n"] + 1}, entry.revision)])
    except CompareFailed:
        continue
    now = time.monotonic()
    done, longest, since = done + 1, max(longest, now - since), now
print(done, longest)
"""


def test_nobody_starves(tmp_path, lock):
    """Everybody wants the same key all the time: each gets his share, and nobody waits for seconds."""
    path = str(tmp_path / "state")
    store = DirectoryStore(path)
    store.commit([Put("/registry/counter", {"metadata": {}, "n": 0}, 0)])
    processes = [start(SHARES, path, 4, seed, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) for seed in range(4)]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 4
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    shares = [process.communicate(timeout=60)[0].split() for process in processes]
    done = [int(count) for count, _ in shares]
    assert store.get("/registry/counter").value["n"] == sum(done)
    assert min(done) > sum(done) / 40 and max(float(longest) for _, longest in shares) < 3, shares
