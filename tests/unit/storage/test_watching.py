"""Watches of a directory see what other processes do, soon, once each, in order."""
from __future__ import annotations

import subprocess
import sys
import time

import pytest

from kubectl_lite.storage import notify
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.protocol import Compacted, Put

WRITER = """
import sys, time
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.protocol import Put
store = DirectoryStore(sys.argv[1])
for i in range(int(sys.argv[2])):
    time.sleep(0.02)
    store.commit([Put(f"/registry/pods/default/p{i % 3}", {"metadata": {}, "at": time.time()}, None)])
"""


def write(path, count):
    return subprocess.Popen([sys.executable, "-c", WRITER, path, str(count)])


@pytest.mark.parametrize("how", ["observed", "polled"])
def test_changes_of_another_process_come_soon_and_once(tmp_path, monkeypatch, how):
    if how == "observed":
        pytest.importorskip("watchdog")
    else:
        monkeypatch.setattr(notify, "Observed", _missing)
    path = str(tmp_path / "state")
    store = DirectoryStore(path)
    store.commit([Put("/registry/minions/n", {"metadata": {}}, 0)])
    watch = store.watch("/registry/pods/", store.revision())
    writer, events, delays = write(path, 40), [], []
    while len(events) < 40:
        more = watch.poll(10)
        assert more, f"no event within ten seconds after {len(events)}"
        delays += [time.time() - event.value["at"] for event in more]
        events += more
    assert writer.wait() == 0
    watch.close()
    assert [event.revision for event in events] == list(range(2, 42))
    assert sorted(delays)[20] < 0.5  # the bench tells how soon; here: an alarm, not the safety look of each second


def _missing(directory):
    raise ImportError


def test_a_watch_that_fell_behind_says_so(tmp_path):
    store = DirectoryStore(str(tmp_path / "state"))
    for i in range(5):
        store.commit([Put("/registry/pods/default/a", {"metadata": {}, "n": i}, None)])
    watch = DirectoryStore(store.layout.root, readonly=True).watch("/registry/", 1)
    store.compact(5)
    with pytest.raises(Compacted):
        watch.poll(0)


def test_a_wait_ends_in_time(tmp_path):
    store = DirectoryStore(str(tmp_path / "state"))
    store.commit([Put("/registry/pods/default/a", {"metadata": {}}, None)])
    watch, start = store.watch("/registry/", 1), time.monotonic()
    assert watch.poll(0.05) == [] and watch.poll(0.3) == []
    assert 0.3 < time.monotonic() - start < 2
    watch.close()


def test_a_watch_of_a_directory_that_does_not_exist_yet(tmp_path):
    path = str(tmp_path / "state")
    watch = DirectoryStore(path, readonly=True).watch("/registry/", 0)
    assert watch.poll(0.01) == []
    DirectoryStore(path).commit([Put("/registry/pods/default/a", {"metadata": {}}, None)])
    assert [event.key for event in watch.poll(1)] == ["/registry/pods/default/a"]
