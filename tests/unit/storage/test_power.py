"""What only this start of the machine knows must not be needed after a power failure, in a copy, or when git has moved the journal."""
from __future__ import annotations

import shutil

import pytest

from kubectl_lite.storage import check, checkpoint, journal, text
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.files import Files
from kubectl_lite.storage.protocol import Delete, Put


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A directory whose hint is far ahead of its checkpoint."""
    monkeypatch.setattr(checkpoint, "DUE_COMMITS", 10)
    store = DirectoryStore(str(tmp_path / "state"))
    for n in range(35):
        store.commit([Put(f"/registry/pods/default/p{n % 7}", {"metadata": {}, "n": n}, None)])
    store.commit([Delete("/registry/pods/default/p6", None)])
    return store.layout.root


def contents(path):
    return [(entry.key, entry.value["n"]) for entry in DirectoryStore(path).range("/registry/").entries]


EXPECTED = [(f"/registry/pods/default/p{n}", 28 + n) for n in range(6)]


def test_readers_begin_at_the_hint(path):
    store = DirectoryStore(path)
    assert contents(path) == EXPECTED
    store.revision()
    assert store.journal.checkpoint.revision == 0 and store.journal.base == 30


def test_the_start_of_the_machine_has_a_name():
    if not shutil.os.path.exists("/proc/sys/kernel/random/boot_id"):
        pytest.skip("this system does not name its starts")
    assert len(journal.boot(Files())) == 36


@pytest.fixture
def restarted(path, monkeypatch):
    """The machine was started again."""
    monkeypatch.setattr(journal, "boot", lambda files: b"another-start")
    return path


def test_after_a_restart_readers_begin_at_the_checkpoint(restarted):
    store = DirectoryStore(restarted)
    assert store.revision() == 36 and store.journal.base == 0
    assert contents(restarted) == EXPECTED
    assert check.problems(DirectoryStore(restarted)) == []


@pytest.mark.parametrize("damage", [b"", b'{"metadata": {"na', b"\0" * 50])
def test_files_that_the_failure_took_come_back(restarted, damage):
    """What was renamed but never flushed may be empty, half or zeros after the power was gone."""
    file = f"{restarted}/registry/pods/default/p3"
    with open(file, "wb") as out:
        out.write(damage)
    assert contents(restarted) == EXPECTED
    writer = DirectoryStore(restarted)
    writer.commit([Put("/registry/pods/default/p6", {"metadata": {}, "n": 0}, 0)])
    assert check.problems(writer) == []
    assert b'"n": 31' in open(file, "rb").read()


def test_a_file_that_went_back_to_an_older_version_is_written_again(restarted):
    store = DirectoryStore(restarted)
    older = store.get("/registry/pods/default/p3", 25)
    with open(f"{restarted}/registry/pods/default/p3", "wb") as out:
        out.write(text.page(older.value))
    assert contents(restarted) == EXPECTED
    DirectoryStore(restarted).commit([Put("/registry/x", {"metadata": {}, "n": 1}, 0)])
    assert check.problems(DirectoryStore(restarted)) == []


def test_git_may_bring_back_an_old_journal(path, tmp_path, monkeypatch):
    """`applied` is not in git: its mark must not be believed when the journal it speaks of is gone."""
    old = shutil.copytree(path, str(tmp_path / "old"))
    store = DirectoryStore(path)
    for n in range(100, 130):
        store.commit([Put(f"/registry/pods/default/p{n % 7}", {"metadata": {}, "n": n}, None)])
    for name in ("journal", "registry", "sums"):
        applied = open(f"{path}/journal/applied", "rb").read()
        shutil.rmtree(f"{path}/{name}")
        shutil.copytree(f"{old}/{name}", f"{path}/{name}")
        open(f"{path}/journal/applied", "wb").write(applied)
    assert contents(path) == EXPECTED
    assert check.problems(DirectoryStore(path)) == []
    DirectoryStore(path).commit([Put("/registry/x", {"metadata": {}, "n": 1}, 0)])
    assert check.problems(DirectoryStore(path)) == []
