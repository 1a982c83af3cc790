"""What was done by hand, and what is damaged, is named; nothing is served in silence."""
from __future__ import annotations

import os

import pytest

from kubectl_lite.storage import check
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.protocol import Delete, Put, StoreError

KEY = "/registry/pods/default/p{}"


@pytest.fixture(params=["in the journal", "checkpointed"])
def store(request, tmp_path):
    made = DirectoryStore(str(tmp_path / "state"))
    for n in range(5):
        made.commit([Put(KEY.format(n), {"metadata": {"name": "p"}, "n": n}, 0)])
    if request.param == "checkpointed":
        made.writer().checkpoint()
    return made


def file(store, n):
    return f"{store.layout.root}/registry/pods/default/p{n}"


def edit(store):
    """One file changed, one removed, one added."""
    with open(file(store, 1)) as source:
        text = source.read().replace('"n": 1', '"n": 10')
    with open(file(store, 1), "w") as out:
        out.write(text)
    os.unlink(file(store, 2))
    with open(file(store, "-new"), "w") as out:
        out.write('{"metadata": {"name": "new"}}')


EDITED = {"p1": "was changed", "p2": "was removed", "p-new": "was added"}


def test_edited_files_are_refused_and_named(store):
    edit(store)
    reader = DirectoryStore(store.layout.root)
    for name, what in EDITED.items():
        with pytest.raises(StoreError, match=f"{name} {what}.*store check"):
            reader.get(f"/registry/pods/default/{name}") if name != "p-new" else reader.range("/registry/pods/")
    with pytest.raises(StoreError):
        reader.range("/registry/")
    assert reader.get(KEY.format(0)).value["n"] == 0
    assert {problem.path.rpartition("/")[2]: problem.what for problem in check.problems(reader)} == EDITED


def test_a_write_does_not_bury_an_edit(store):
    edit(store)
    with pytest.raises(StoreError, match="was changed"):
        store.commit([Put(KEY.format(1), {"metadata": {}}, None)])
    with pytest.raises(StoreError, match="was removed"):
        store.commit([Delete(KEY.format(2), None)])
    store.commit([Put(KEY.format(3), {"metadata": {}}, None)])
    assert len(check.differences(store)) == 3


def test_differences_have_both_values_and_can_be_adopted(store):
    edit(store)
    rows = {row.key.rpartition("/")[2]: row for row in check.differences(store)}
    assert rows["p1"].stored.value["n"] == 1 and rows["p1"].found["n"] == 10
    assert rows["p2"].stored.value["n"] == 2 and rows["p2"].found is None
    assert rows["p-new"].stored is None and rows["p-new"].found == {"metadata": {"name": "new"}}
    assert store.writer().adopt(list(rows.values()), {"verb": "adopt"}) == 6
    assert check.problems(store) == [] == check.problems(DirectoryStore(store.layout.root))
    assert store.get(KEY.format(1)).value["n"] == 10 and store.get(KEY.format(1), 5).value["n"] == 1
    assert [entry.key.rpartition("/")[2] for entry in store.range("/registry/").entries] == ["p-new", "p0", "p1", "p3", "p4"]
    store.writer().checkpoint()
    edit_again = {"metadata": {"name": "new"}, "again": 1}
    assert store.commit([Put(KEY.format("-new"), edit_again, 6)]) == 7
    assert check.problems(store) == []


def test_a_broken_file_cannot_be_adopted_but_put_back(store):
    with open(file(store, 3), "w") as out:
        out.write('{"metadata": {},')
    [row] = check.differences(store)
    assert "not JSON" in row.error
    with pytest.raises(StoreError, match="cannot be adopted"):
        store.writer().adopt([row])
    store.writer().rewrite(row)
    assert check.problems(store) == []


def test_a_backup_of_an_editor_is_named(store):
    with open(file(store, "1~"), "w") as out:
        out.write("{}")
    with open(file(store, "1").replace("/p1", "/.p1.swp"), "w") as out:
        out.write("")
    assert [problem.path.rpartition("/")[2] for problem in check.problems(store)] == ["p1~"]


def test_a_damaged_journal_is_named(store):
    [segment] = store.journal.segments()
    path = store.layout.segment(segment)
    data = bytearray(open(path, "rb").read())
    data[len(data) // 2] ^= 1
    open(path, "wb").write(data)
    assert any("is damaged" in problem.what for problem in check.problems(DirectoryStore(store.layout.root)))
    if store.journal.base == 0:
        with pytest.raises(StoreError, match="is damaged after revision"):
            DirectoryStore(store.layout.root).commit([Put(KEY.format(9), {"metadata": {}}, 0)])


def test_a_torn_end_is_cut_with_one_line(store):
    with open(store.layout.segment(store.journal.segments()[-1]), "ab") as out:
        out.write(b'{"sum":"00000000","revision":6,"keys":["/registry/pods')
    reader = DirectoryStore(store.layout.root)
    assert reader.revision() == 5 and len(reader.range("/registry/").entries) == 5
    writer = DirectoryStore(store.layout.root)
    assert writer.commit([Put(KEY.format(6), {"metadata": {}}, 0)]) == 6
    assert len(writer.notices) == 1 and "cut 54 bytes of an unfinished commit after revision 5" in writer.notices[0]
    assert check.problems(writer) == []


def test_somebody_elses_directory_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(StoreError, match="holds 'thesis.txt' but no state of kubectl-lite"):
        DirectoryStore(str(tmp_path)).commit([Put(KEY.format(1), {"metadata": {}}, 0)])
    assert os.listdir(tmp_path) == ["thesis.txt"]


def test_keys_that_a_directory_cannot_hold(store):
    for key in ("/registry/pods/default/p1/below", "/registry/pods/default", "/elsewhere/a", "/registry//a", "/registry/a/", "registry/a",
                "/registry/" + "x" * 300):
        with pytest.raises(StoreError):
            store.commit([Put(key, {"metadata": {}}, None)])
    assert store.revision() == 5 and check.problems(store) == []


def test_odd_names_are_files_like_others(store):
    names = [".", "..", "%", "%41", ".hidden", "a b", "ünï", "system:node", "x" * 250, "new\nline"]
    for name in names:
        store.commit([Put(f"/registry/odd/{name}", {"metadata": {"name": name}}, 0)])
    store.writer().checkpoint()
    reader = DirectoryStore(store.layout.root)
    assert [entry.key for entry in reader.range("/registry/odd/").entries] == sorted(f"/registry/odd/{name}" for name in names)
    assert all(reader.get(f"/registry/odd/{name}").value["metadata"]["name"] == name for name in names)
    assert check.problems(reader) == []


def test_a_read_writes_nothing(store):
    def state():
        return sorted((path, os.stat(os.path.join(base, path)).st_mtime_ns) for base, _, names in os.walk(store.layout.root) for path in names)

    before = state()
    reader = DirectoryStore(store.layout.root, readonly="test")
    reader.get(KEY.format(1)), reader.range("/registry/"), reader.watch("/registry/", 0).poll(0), check.problems(reader)
    assert state() == before
    with pytest.raises(StoreError, match="is not changed: test"):
        reader.commit([Delete(KEY.format(1), None)])


def test_meeting_an_edit_within_a_batch_loses_nothing_of_it(store):
    edit(store)
    with store.batch():
        first = store.commit([Put("/registry/new", {"metadata": {}, "n": 1}, 0)])
        for read in (lambda: store.get(KEY.format(1)), lambda: store.range("/registry/"), store.close):
            try:
                read()
            except StoreError:
                pass
        assert store.revision() == first == 6 and store.get("/registry/new").value["n"] == 1
        assert store.commit([Put("/registry/new", {"metadata": {}, "n": 2}, first)]) == 7
    assert DirectoryStore(store.layout.root).get("/registry/new").revision == 7
    assert len(check.problems(store)) == 3


def test_a_batch_survives_a_memory_full_of_other_commits(store, monkeypatch):
    from kubectl_lite.storage import journal

    monkeypatch.setattr(journal, "_KEPT", 10)
    other = DirectoryStore(store.layout.root)
    for n in range(8):
        other.commit([Put(KEY.format(0), {"metadata": {}, "n": n}, None)])
    with store.batch():
        for n in range(8):
            store.commit([Put(KEY.format(4), {"metadata": {}, "n": n}, None)])
            assert store.get(KEY.format(4)).value["n"] == n
    assert DirectoryStore(store.layout.root).revision() == 21 and check.problems(store) == []


def test_damage_in_the_middle_of_the_journal_is_named_by_every_read(tmp_path):
    """A broken line before acknowledged commits is no torn end: nobody may be told that their files were edited."""
    store = DirectoryStore(str(tmp_path / "state"))
    for n in range(3):
        store.commit([Put(f"/registry/pods/default/p{n}", {"metadata": {}}, 0)])
    segment = store.layout.segment(store.journal.segment)
    with open(segment, "rb") as source:
        lines = source.read().split(b"\n")
    lines[1] = lines[1].replace(b"p1", b"pX")
    with open(segment, "wb") as out:
        out.write(b"\n".join(lines))
    reader = DirectoryStore(store.layout.root)
    for act in (lambda: reader.get("/registry/pods/default/p0"), lambda: reader.range("/registry/"), lambda: reader.commit([Delete("/registry/x", None)])):
        with pytest.raises(StoreError, match="is damaged after revision 1 "):
            act()
    assert [problem.what for problem in check.problems(reader)] == [f"{segment} is damaged after revision 1 (byte {len(lines[0]) + 1}): "
                                                                   "restore the directory from a copy or a snapshot"]
