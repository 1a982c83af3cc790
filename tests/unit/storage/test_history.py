"""History, going back, snapshots."""
from __future__ import annotations

import shutil
import subprocess

import pytest

from kubectl_lite.storage import check, history, snapshot
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.memory import MemoryStore
from kubectl_lite.storage.protocol import Delete, Put, StoreError

A, B = "/registry/pods/default/a", "/registry/pods/default/b"


def filled(store):
    for second, (key, n) in enumerate([(A, 1), (B, 1), (A, 2), (A, None), (A, 3)], 1):
        operation = Delete(key, None) if n is None else Put(key, {"metadata": {"name": "x"}, "spec": {"n": n}}, None)
        store.commit([operation], {"time": f"2026-01-01T00:00:0{second}.000000Z", "user": "me", "verb": "test"})
    return store


@pytest.fixture
def store(tmp_path):
    made = filled(DirectoryStore(str(tmp_path / "state")))
    yield made
    assert check.problems(made) == []


def test_changes_of_a_key(store):
    got = [(change.revision, change.type, change.note["user"]) for change in history.changes(store, A)]
    assert got == [(1, "create", "me"), (3, "update", "me"), (4, "delete", "me"), (5, "create", "me")]


def test_what_an_update_changed(store):
    update = [change for change in history.changes(store, A) if change.type == "update"][0]
    assert history.differences(update.event) == [(("spec", "n"), 1, 2)]


def test_changes_of_a_store_without_notes():
    assert [change.revision for change in history.changes(filled(MemoryStore()), A)] == [1, 3, 4, 5]


def test_the_revision_of_a_moment(store):
    assert history.revision_at(store, "2026-01-01T00:00:03.000000Z") == 3
    assert history.revision_at(store, "2026-01-01T00:00:03.900000Z") == 3
    assert history.revision_at(store, "2027") == 5
    with pytest.raises(StoreError):
        history.revision_at(store, "2025-12-31T00:00:00.000000Z")


def test_going_back(store):
    operations = history.back_to(store, 2)
    assert [(type(op).__name__, op.key) for op in operations] == [("Put", A)]
    store.commit(operations)
    assert store.get(A).value["spec"]["n"] == 1 and store.revision() == 6
    assert history.back_to(store, 6) == []
    store.commit(history.back_to(store, 4, A))
    assert store.get(A) is None and store.get(B) is not None


@pytest.mark.parametrize("name", ["snapshot", "snapshot.gz"])
def test_a_snapshot_is_restored_with_its_revisions(store, tmp_path, name):
    file = str(tmp_path / name)
    assert snapshot.save(store, file) == (5, 2)
    other = DirectoryStore(str(tmp_path / "other"))
    assert snapshot.restore(other, file) == (5, 2)
    assert other.range("/registry/") == store.range("/registry/")
    assert other.commit([Put(B, {"metadata": {}}, 2)]) == 6
    assert check.problems(other) == []
    assert check.problems(DirectoryStore(other.layout.root)) == []


def test_a_snapshot_over_something_is_a_new_revision(store, tmp_path):
    file = str(tmp_path / "snapshot")
    snapshot.save(store, file)
    store.commit([Put(A, {"metadata": {}, "other": 1}, None), Delete(B, None), Put("/registry/new", {"metadata": {}}, 0)])
    assert snapshot.restore(store, file) == (7, 3)
    assert store.get(A).value["spec"]["n"] == 3 and store.get(B).revision == 7 and store.get("/registry/new") is None


def test_half_a_snapshot_is_refused(store, tmp_path):
    file = tmp_path / "snapshot"
    snapshot.save(store, str(file))
    whole = file.read_bytes()
    for broken in (whole[:-30], whole.replace(b'"n":3', b'"n":4'), b"", b"hello\n", whole[:len(whole) // 2]):
        file.write_bytes(broken)
        with pytest.raises(StoreError, match="is no snapshot"):
            snapshot.load(str(file))


def test_a_copy_is_a_fork(store, tmp_path):
    fork = DirectoryStore(shutil.copytree(store.layout.root, str(tmp_path / "fork")))
    assert check.problems(fork) == []
    fork.commit([Delete(A, 5)])
    assert store.get(A).revision == 5 and fork.get(A) is None
    assert check.problems(fork) == []


def test_a_git_clone_is_sound(store, tmp_path):
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")

    def run(*arguments, at=store.layout.root):
        subprocess.run([git, "-c", "user.name=t", "-c", "user.email=t@example.com", *arguments], cwd=at, check=True, capture_output=True)

    store.commit([Delete(B, None), Put("/registry/configmaps/ns/c", {"metadata": {}}, 0)])
    store.writer().checkpoint()
    store.commit([Put(B, {"metadata": {}, "again": True}, 0)])
    run("init")
    run("add", ".")
    run("commit", "-m", "state")
    run("clone", ".", str(tmp_path / "clone"))
    clone = DirectoryStore(str(tmp_path / "clone"))
    assert check.problems(clone) == []
    assert clone.range("/registry/") == store.range("/registry/")
    clone.commit([Delete("/registry/configmaps/ns/c", None)])
    assert check.problems(clone) == []
    clone.commit([Put(A, {"metadata": {}, "n": 9}, 5)])
    run("checkout", "--", "registry", at=clone.layout.root)
    named = sorted(row.key for row in check.differences(DirectoryStore(clone.layout.root)))
    assert named == ["/registry/configmaps/ns/c", A]
    with pytest.raises(StoreError, match="store check"):
        DirectoryStore(clone.layout.root).get(A)
