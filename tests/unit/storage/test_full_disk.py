"""A disk that is full: what is acknowledged stays, and compaction is a way out that needs no room of its own."""
from __future__ import annotations

import errno
import os

import pytest

from kubectl_lite.storage import check
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.files import Files
from kubectl_lite.storage.protocol import Delete, Put, StoreError

BLOCK = 4096


class SmallDisk(Files):
    """So many blocks for what lies below a directory."""

    def __init__(self, root, blocks):
        self._root, self._blocks = root, blocks

    def _write_all(self, fd, data):
        size = os.lseek(fd, 0, os.SEEK_END)
        more = -(-(size + len(data)) // BLOCK) + size // -BLOCK
        if self.used() + more > self._blocks:
            raise OSError(errno.ENOSPC, "No space left on device")
        super()._write_all(fd, data)

    def used(self):
        return sum(-(-os.path.getsize(os.path.join(folder, name)) // BLOCK) for folder, _, names in os.walk(self._root) for name in names)


def big(n):
    return Put(f"/registry/pods/ns{n % 9}/p{n}", {"metadata": {}, "pad": "x" * 9000}, None)


@pytest.mark.parametrize("blocks", range(200, 212))
def test_compaction_is_the_way_out(tmp_path, blocks):
    path = str(tmp_path / "state")

    def store():
        return DirectoryStore(path, files=SmallDisk(path, blocks))

    acknowledged = []
    with pytest.raises(StoreError, match="No space left on device; nothing was changed; .*store compact"):
        for n in range(1000):
            store().commit([big(n)])
            acknowledged.append(f"/registry/pods/ns{n % 9}/p{n}")
    assert [entry.key for entry in store().range("/registry/").entries] == sorted(acknowledged)
    with pytest.raises(StoreError, match="No space left"):
        store().commit([Delete(acknowledged[0], None)])
    store().compact(store().revision())
    assert check.problems(store()) == []
    store().commit([Delete(acknowledged[0], None)])
    store().commit([big(5000)])
    assert check.problems(store()) == []
    assert [entry.key for entry in store().range("/registry/").entries] == sorted([*acknowledged[1:], big(5000).key])


def test_a_disk_without_any_room_says_that_compaction_has_not_ended(tmp_path):
    path = str(tmp_path / "state")
    for n in range(20):
        DirectoryStore(path).commit([big(n)])
    os.unlink(f"{path}/journal/tmp/reserve")
    with pytest.raises(StoreError, match="compaction has not ended: make a little room"):
        DirectoryStore(path, files=SmallDisk(path, 1)).compact(15)
    assert check.problems(DirectoryStore(path)) == []
    DirectoryStore(path).compact(15)
    assert check.problems(DirectoryStore(path)) == [] and DirectoryStore(path).oldest() == 15
