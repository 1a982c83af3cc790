"""`cp -r` beside writers gives a directory whose parts are of different moments: its journal puts it right, and what it cannot put right is named."""
from __future__ import annotations

import os
import shutil

import pytest

from kubectl_lite.storage import check, checkpoint
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.protocol import Delete, Put, StoreError


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Marks, checkpoints and segments move while a few commits are made."""
    monkeypatch.setattr(checkpoint, "DUE_COMMITS", 5)
    monkeypatch.setattr(checkpoint, "FLUSH_COMMITS", 20)
    monkeypatch.setattr(checkpoint, "SEGMENT_BYTES", 9000)


def write(store, first, count):
    for n in range(first, first + count):
        key = f"/registry/pods/default/p{n % 9}"
        store.commit([Delete(key, None) if n % 7 == 6 else Put(key, {"metadata": {}, "n": n, "pad": "x" * 100}, None)])


def copied(store, path, parts, between=23):
    """A copy whose parts are taken in this order, with commits in between."""
    for number, part in enumerate(parts):
        shutil.copytree(f"{store.layout.root}/{part}", f"{path}/{part}")
        write(store, 1000 * (number + 1), between)
    return DirectoryStore(path)


@pytest.fixture
def store(tmp_path):
    made = DirectoryStore(str(tmp_path / "state"))
    write(made, 1, 50)
    return made


def contents(store, revision=0):
    return [(entry.key, entry.revision, entry.value) for entry in store.range("/registry/", revision=revision).entries]


def test_directories_are_made_in_the_order_in_which_they_are_to_be_copied(store):
    inodes = [store.files.identity(directory)[1] for directory in (store.layout.registry, store.layout.sums, store.layout.journal)]
    assert inodes == sorted(inodes)


@pytest.mark.parametrize("between", [2, 7, 23, 60])
def test_the_journal_puts_right_what_was_copied_before_it(store, tmp_path, between):
    copy = copied(store, str(tmp_path / "copy"), ["registry", "sums", "journal"], between)
    assert contents(copy) == contents(store, copy.revision())
    assert check.problems(copy) == []
    copy.commit([Put("/registry/x", {"metadata": {}}, 0)])
    assert [notice for notice in copy.notices if "was copied while it was written: wrote" in notice]
    again = DirectoryStore(copy.layout.root)
    assert check.problems(again) == [] and not again.notices
    assert contents(again)[:-1] == contents(store, copy.revision() - 1)


def test_a_copy_of_a_quiet_directory_needs_no_word(store, tmp_path):
    copy = copied(store, str(tmp_path / "copy"), ["registry", "sums", "journal"], 0)
    assert contents(copy) == contents(store)
    copy.commit([Put("/registry/x", {"metadata": {}}, 0)])
    assert copy.notices == []


def test_once_written_to_a_copy_is_read_like_any_directory(store, tmp_path):
    copy = copied(store, str(tmp_path / "copy"), ["registry", "sums", "journal"])
    copy.commit([Put("/registry/x", {"metadata": {}}, 0)])
    again = DirectoryStore(copy.layout.root)
    again.revision()
    assert again.journal.base >= copy.revision() - 1


def test_a_segment_that_was_begun_during_the_copy_may_be_missing(store, tmp_path):
    path = str(tmp_path / "copy")
    copied(store, path, ["registry", "sums", "journal"])
    names = DirectoryStore(path).journal.segments()
    os.unlink(f"{path}/journal/{names[-1]}")
    copy = DirectoryStore(path)
    assert contents(copy) == contents(store, copy.revision())
    copy.commit([Put("/registry/x", {"metadata": {}}, 0)])
    assert check.problems(DirectoryStore(path)) == []


@pytest.mark.parametrize("parts", [["journal", "registry", "sums"], ["journal", "sums", "registry"], ["sums", "journal", "registry"]])
def test_what_is_newer_than_the_journal_is_refused(store, tmp_path, parts):
    copy = copied(store, str(tmp_path / "copy"), parts)
    with pytest.raises(StoreError, match="not by kubectl-lite"):
        contents(copy)
    assert check.problems(copy)


def test_an_edit_in_a_copy_is_noticed(store, tmp_path):
    copy = copied(store, str(tmp_path / "copy"), ["registry", "sums", "journal"])
    file = f"{copy.layout.registry}/pods/default/p3"
    with open(file, "w") as out:
        out.write('{"metadata": {}, "n": -1}\n')
    with pytest.raises(StoreError, match="p3 was changed"):
        contents(copy)
    assert [problem.path for problem in check.problems(DirectoryStore(copy.layout.root))] == [file]
