"""Stores under test: every implementation of the protocol, new and empty. `store.base` is the revision before its first commit."""
from __future__ import annotations

import pytest

from tests.unit.storage.etcdserver import ETCD, Members
from kubectl_lite.storage import check
from kubectl_lite.storage.cached import CachedStore
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.memory import MemoryStore


@pytest.fixture(params=["memory", "directory", "cached", "etcd"])
def store(request, tmp_path):
    """An empty store of each kind; the directory's is proved sound after the test."""
    yield from {"memory": _memory, "directory": _directory, "cached": _cached, "etcd": _etcd}[request.param](tmp_path)


def _memory(tmp_path):
    made = MemoryStore()
    made.base = 0
    yield made


def _cached(tmp_path):
    made = CachedStore(DirectoryStore(str(tmp_path / "state")))
    made.base = 0
    yield made
    assert check.problems(made.inner) == []
    made.close()


def _directory(tmp_path):
    made = DirectoryStore(str(tmp_path / "state"))
    made.base = 0
    yield made
    assert check.problems(made) == []
    made.close()


def _etcd(tmp_path):
    if ETCD is None:
        pytest.skip("etcd is not installed (Debian: apt-get install etcd-server)")
    pytest.importorskip("etcd3gw")
    from kubectl_lite.storage.etcd import EtcdStore

    members = Members(tmp_path)
    try:
        made = EtcdStore(members.url)
        made.base = 1  # etcd counts its own birth
        yield made
        made.close()
    finally:
        members.stop()
