"""store, history, undo, snapshot, get --at: the store as people meet it."""
from __future__ import annotations

import os
import shutil

import pytest

from kubectl_lite.storage.directory import DirectoryStore

from .terminal import Terminal


@pytest.fixture
def kubectl(tmp_path):
    made = Terminal(tmp_path)
    made.state = str(tmp_path / "state")
    for line in (["init", "--nodes", "1"], ["create", "configmap", "c", "--from-literal=a=1"],
                 ["label", "configmap", "c", "x=y"], ["create", "namespace", "other"]):
        assert run(made, *line)[0] == 0
    return made


def run(kubectl, *argv):
    """(status, stdout, stderr) of a command on the state directory of the test."""
    import io

    from kubectl_lite.cli.main import main
    out, err = io.StringIO(), io.StringIO()
    status = main(["--state", kubectl.state, *argv], stdin=io.StringIO(), stdout=out, stderr=err, environ={"HOME": kubectl.state})
    return status, out.getvalue(), err.getvalue()


def edit(kubectl, old, new):
    path = f"{kubectl.state}/registry/configmaps/default/c"
    with open(path) as source:
        text = source.read()
    assert old in text
    with open(path, "w") as out:
        out.write(text.replace(old, new))


def test_ls_lists_as_etcdctl_does(kubectl):
    status, out, _ = run(kubectl, "store", "ls", "/registry")
    lines = out.splitlines()
    assert status == 0 and lines == sorted(lines) and {"/registry/minions", "/registry/configmaps"} <= set(lines)
    assert run(kubectl, "store", "ls", "/registry/configmaps")[1] == "/registry/configmaps/default\n"
    assert run(kubectl, "store", "ls", "/registry/configmaps/default")[1] == "/registry/configmaps/default/c\n"
    assert run(kubectl, "store", "ls", "/registry/minions/node1")[1] == "/registry/minions/node1\n"
    assert run(kubectl, "store", "ls", "-R", "/registry/minions")[1] == "/registry/minions/node1\n"
    status, out, err = run(kubectl, "store", "ls", "/registry/nothing")
    assert (status, out) == (1, "") and err.startswith("error: there is no key /registry/nothing")


def test_get_prints_the_object(kubectl):
    import json
    status, out, _ = run(kubectl, "store", "get", "/registry/configmaps/default/c")
    assert status == 0 and json.loads(out)["data"] == {"a": "1"}
    status, _, err = run(kubectl, "store", "get", "/registry/configmaps/default/d")
    assert status == 1 and "no key /registry/configmaps/default/d" in err


def test_history_says_who_did_what(kubectl):
    rows = run(kubectl, "history", "cm/c")[1].splitlines()
    assert rows[0].split() == ["REVISION", "TIME", "USER", "VERB", "CHANGE"]
    assert [row.split()[4:] for row in rows[1:]] == [["create", "created"], ["patch", "metadata.labels:", '{"x":', '"y"}']]
    assert run(kubectl, "history", "cm", "nothing")[2] == "error: the store remembers nothing of cm nothing\n"
    assert run(kubectl, "history", "--limit", "1")[1].splitlines()[1].split()[-2:] == ["namespace/other", "created"]


def test_the_past_is_shown_and_comes_back(kubectl):
    revision = int(run(kubectl, "history", "cm/c")[1].splitlines()[1].split()[0])
    assert "x=y" not in run(kubectl, "get", "cm", "c", "--show-labels", "--at", str(revision))[1]
    assert "x=y" in run(kubectl, "get", "cm", "c", "--show-labels")[1]
    assert run(kubectl, "undo", "cm/c")[1].startswith("configmap/default/c changed back\n")
    assert "x=y" not in run(kubectl, "get", "cm", "c", "--show-labels")[1]
    assert run(kubectl, "undo", "--to", str(revision), "--dry-run")[1] == "namespace/other removed (dry run)\n"
    assert run(kubectl, "undo", "--to", str(revision))[1].startswith("namespace/other removed\n")
    assert run(kubectl, "get", "namespace", "other")[0] == 1
    assert run(kubectl, "undo")[1].startswith("namespace/other restored\n")


WIDGETS = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.ex.io}
spec:
  group: ex.io
  scope: Cluster
  names: {plural: widgets, singular: widget, kind: Widget}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
"""


def test_the_past_has_its_own_kinds_pages_and_descriptions(kubectl, tmp_path):
    (tmp_path / "crd.yaml").write_text(WIDGETS)
    (tmp_path / "w.yaml").write_text("{apiVersion: ex.io/v1, kind: Widget, metadata: {name: w}}")
    for arguments in (("apply", "-f", str(tmp_path / "crd.yaml")), ("apply", "-f", str(tmp_path / "w.yaml"))):
        assert run(kubectl, *arguments)[0] == 0
    revision = run(kubectl, "history", "widget/w")[1].splitlines()[1].split()[0]
    assert run(kubectl, "delete", "crd", "widgets.ex.io")[0] == 0 and run(kubectl, "get", "widgets")[0] == 1
    assert run(kubectl, "get", "widgets", "--at", revision, "-o", "name")[1] == "widget.ex.io/w\n"
    assert run(kubectl, "get", "ns", "--at", "1", "--chunk-size=1", "-o", "name")[1].count("namespace/") == 4
    assert run(kubectl, "describe", "ns", "other", "--at", "1")[0] == 1 and run(kubectl, "describe", "ns", "other")[0] == 0
    assert "is ahead of the store's" in run(kubectl, "get", "cm", "--at", "99999")[2]


@pytest.mark.parametrize("moment", ["2001-01-01T00:00:00Z", "99h", "yesterday"])
def test_a_moment_that_is_not_remembered_is_a_clear_error(kubectl, moment):
    status, out, err = run(kubectl, "get", "nodes", "--at", moment)
    assert (status, out) == (1, "") and ("remembers nothing" in err or "expected a revision, a time" in err)


def test_an_edited_file_is_noticed_and_adopted(kubectl):
    assert run(kubectl, "store", "check")[1].startswith(f"{kubectl.state}: sound at revision ")
    edit(kubectl, '"a": "1"', '"a": "2"')
    status, out, err = run(kubectl, "get", "cm", "c")
    assert (status, out) == (1, "") and "store adopt" in err
    status, out, _ = run(kubectl, "store", "check")
    assert status == 1 and out == f"{kubectl.state}/registry/configmaps/default/c was changed\n"
    assert run(kubectl, "store", "adopt")[:2] == (0, "/registry/configmaps/default/c adopted (was changed)\n")
    assert run(kubectl, "get", "cm", "c", "-o", "jsonpath={.data.a}")[1] == "2"
    assert "data.a: 1 -> 2" in run(kubectl, "history", "cm/c")[1]
    assert run(kubectl, "store", "check")[0] == 0


def test_what_the_api_refuses_is_not_adopted_but_can_be_discarded(kubectl):
    edit(kubectl, '"a": "1"', '"a": 1')
    status, _, err = run(kubectl, "store", "adopt")
    assert status == 1 and "cannot be adopted" in err and "cannot unmarshal number" in err
    assert run(kubectl, "store", "adopt", "--discard")[:2] == (0, "/registry/configmaps/default/c discarded (was changed)\n")
    assert run(kubectl, "store", "check")[0] == 0


def test_blanks_make_no_new_revision(kubectl):
    before = run(kubectl, "history", "cm/c")[1]
    edit(kubectl, "{\n", "{\n\n")
    assert run(kubectl, "store", "adopt")[0] == 0
    assert run(kubectl, "history", "cm/c")[1] == before and run(kubectl, "store", "check")[0] == 0


def test_a_removed_file_is_a_deletion(kubectl):
    os.unlink(f"{kubectl.state}/registry/configmaps/default/c")
    assert run(kubectl, "store", "adopt")[:2] == (0, "/registry/configmaps/default/c adopted (was removed)\n")
    assert run(kubectl, "get", "cm", "c")[0] == 1 and run(kubectl, "store", "check")[0] == 0


def test_a_misspelt_field_is_not_adopted(kubectl):
    edit(kubectl, '"data":', '"dta": {}, "data":')
    status, _, err = run(kubectl, "store", "adopt")
    assert status == 1 and 'unknown field "dta"' in err


def test_a_merge_that_left_its_markers_is_named(kubectl):
    edit(kubectl, "{\n", "<<<<<<< HEAD\n{\n")
    assert "was changed; it has the conflict markers of a merge\n" in run(kubectl, "store", "check")[1]
    assert "cannot be adopted: it has the conflict markers of a merge" in run(kubectl, "store", "adopt")[2]


def test_files_that_need_each_other_are_adopted_together(kubectl, tmp_path):
    """A namespace that git brings back comes after what lies in it, and a pod keeps its status."""
    assert run(kubectl, "create", "cm", "inside", "-n", "other")[0] == 0
    assert run(kubectl, "run", "p", "--image=i", "-n", "other")[0] == 0
    registry = f"{kubectl.state}/registry"
    shutil.copytree(registry, tmp_path / "old")
    pod = (tmp_path / "old/pods/other/p")
    pod.write_text(pod.read_text().replace('"phase": "Pending"', '"phase": "Running"'))
    assert run(kubectl, "delete", "ns", "other")[0] == 0
    for part in ("namespaces/other", "configmaps/other/inside", "pods/other/p"):
        os.makedirs(os.path.dirname(f"{registry}/{part}"), exist_ok=True)
        shutil.copy(tmp_path / "old" / part, f"{registry}/{part}")
    assert run(kubectl, "store", "adopt")[0] == 0 and run(kubectl, "store", "check")[0] == 0
    assert run(kubectl, "get", "pod", "p", "-n", "other", "-o", "jsonpath={.status.phase}")[1] == "Running"
    assert run(kubectl, "get", "cm", "inside", "-n", "other")[0] == 0


@pytest.mark.parametrize("make, what", [
    (lambda path: os.symlink("nowhere", path), "is a link that leads to no file"), (lambda path: os.symlink("..", path), "is a link that leads to no file"),
    (os.mkfifo, "was added; it is not JSON"), (lambda path: shutil.copy(os.path.dirname(path) + "/c", path), "was added; holds an object whose key is")])
@pytest.mark.parametrize("name", ["odd", b"\xff\xfe"])
def test_whatever_lies_in_the_registry_is_named_and_can_be_put_away(kubectl, make, what, name):
    file = os.path.join(f"{kubectl.state}/registry/configmaps/default", os.fsdecode(name))
    make(file)
    assert what in run(kubectl, "store", "check")[1]
    assert run(kubectl, "get", "cm")[2].startswith("error: " + file)
    assert run(kubectl, "store", "adopt")[0] == 1
    assert run(kubectl, "store", "adopt", "--discard")[0] == 0
    assert not os.path.lexists(file) and run(kubectl, "store", "check")[0] == 0


def test_sums_can_be_made_again(kubectl):
    """Whoever keeps them out of git, or loses them, gets them back: the journal knows them."""
    shutil.rmtree(f"{kubectl.state}/sums")
    os.unlink(f"{kubectl.state}/journal/applied")
    DirectoryStore(kubectl.state).writer().checkpoint()
    shutil.rmtree(f"{kubectl.state}/sums")
    before = run(kubectl, "store", "check")
    assert before[0] == 1 and run(kubectl, "get", "cm")[0] == 1
    assert run(kubectl, "store", "adopt")[0] == 0
    assert run(kubectl, "store", "check")[0] == 0 and run(kubectl, "get", "cm", "c")[0] == 0


@pytest.mark.parametrize("content", ['{"format": 1, "revision": "x", "segment": 3, "offset": "a", "compacted": null}', "", "[]", '{"format": 2}'])
def test_a_strange_checkpoint_is_a_clear_error(kubectl, content):
    with open(f"{kubectl.state}/journal/checkpoint", "w") as out:
        out.write(content)
    status, _, err = run(kubectl, "get", "ns")
    assert status == 1 and err.startswith(f"error: {kubectl.state}/journal/checkpoint ") and err.count("\n") == 1


def test_compacted_revisions_are_gone(kubectl):
    assert run(kubectl, "store", "compact", "--keep=1")[0] == 0
    status, _, err = run(kubectl, "get", "nodes", "--at", "1")
    assert status == 1 and "too old resource version: 1" in err
    assert run(kubectl, "history", "cm/c")[0] == 1


def test_a_snapshot_goes_and_comes(kubectl, tmp_path):
    file = str(tmp_path / "saved.gz")
    assert run(kubectl, "snapshot", "save", file)[0] == 0
    assert run(kubectl, "delete", "cm", "c")[0] == 0
    status, _, err = run(kubectl, "snapshot", "restore", file)
    assert status == 1 and "--force" in err
    assert run(kubectl, "snapshot", "restore", "--force", file)[0] == 0
    assert run(kubectl, "get", "cm", "c")[0] == 0
    kubectl.state = str(tmp_path / "fork")
    assert run(kubectl, "snapshot", "restore", file)[0] == 0
    assert run(kubectl, "get", "cm", "c")[0] == 0 and run(kubectl, "store", "check")[0] == 0


@pytest.mark.parametrize("line", [["store", "get"], ["store", "ls", "a", "b"], ["undo", "cm"], ["history", "cm", "a", "b"], ["snapshot", "save"],
                                  ["store", "compact", "--keep=-1"], ["undo", "--to=-1"], ["history", "nothings/x"], ["snapshot", "restore", "/nope"]])
def test_nonsense_is_one_clear_line(kubectl, line):
    status, out, err = run(kubectl, *line)
    assert status == 1 and out == "" and err.startswith("error: ") and err.count("\n") == 1


def test_nothing_to_go_back_to_is_an_error(kubectl):
    assert run(kubectl, "undo", "cm/none") == (1, "", "error: the store remembers no change of cm/none\n")
    assert run(kubectl, "store", "compact")[0] == 0
    status, out, err = run(kubectl, "history")
    assert (status, out) == (0, "") and err.startswith("No changes since revision ")


def test_check_knows_what_is_no_cluster(kubectl, tmp_path):
    kubectl.state = str(tmp_path / "nowhere")
    status, out, err = run(kubectl, "store", "check")
    assert (status, out) == (1, "") and err.startswith(f"error: there is no cluster in {kubectl.state}") and not os.path.exists(kubectl.state)
    (tmp_path / "nowhere").mkdir()
    (tmp_path / "nowhere" / "letter.txt").write_text("dear")
    assert run(kubectl, "store", "check") == (1, f"{kubectl.state} holds 'letter.txt' but no state of kubectl-lite: name an empty or new directory\n", "")


def test_check_names_what_makes_the_directory_unreadable(kubectl):
    mark = f"{kubectl.state}/journal/checkpoint"
    with open(mark) as source:
        text = source.read()
    with open(mark, "w") as out:
        out.write(text.replace('"format":1', '"format":9'))
    status, out, err = run(kubectl, "store", "check")
    assert status == 1 and out.startswith(f"{mark} has format 9, this program knows 1: use the version") and err == ""
    os.unlink(mark)
    assert run(kubectl, "store", "check")[1].startswith(f"{mark} is missing")


def test_a_sample_that_nobody_named_is_refused_once(kubectl, tmp_path, monkeypatch):
    import io

    from kubectl_lite.cli.main import main
    (tmp_path / "state" / "SAMPLE").write_text("a sample")
    monkeypatch.chdir(tmp_path)
    text = "".join(f"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m{n}}}\n" for n in range(3))
    (tmp_path / "many.yaml").write_text(text)
    for line in (["apply", "-f", "many.yaml"], ["create", "-f", "many.yaml"], ["delete", "configmaps", "--all"], ["snapshot", "restore", "--force", "s"],
                 ["label", "namespaces", "--all", "a=b"]):
        if line[0] == "snapshot":
            run(kubectl, "snapshot", "save", "s")
            run(kubectl, "create", "configmap", "after")
        out, err = io.StringIO(), io.StringIO()
        status = main(line, stdin=io.StringIO(), stdout=out, stderr=err, environ={"HOME": str(tmp_path)})
        assert (status, out.getvalue(), err.getvalue().count("\n")) == (1, "", 1), line
        assert err.getvalue().startswith("error: ") and "is not changed: it is a sample" in err.getvalue()


def test_a_service_comes_back_with_its_address_and_port(kubectl):
    run(kubectl, "create", "service", "nodeport", "s", "--tcp=80")
    ip, port = (run(kubectl, "get", "service", "s", "-o", f"jsonpath={{.spec.{path}}}")[1] for path in ("clusterIP", "ports[0].nodePort"))
    assert run(kubectl, "store", "check")[0] == 0
    run(kubectl, "delete", "service", "s")
    assert run(kubectl, "undo", "service/s")[0] == 0
    assert run(kubectl, "get", "ipaddress", ip, "-o", "jsonpath={.spec.parentRef.name}") == (0, "s", "")
    assert "provided port is already allocated" in run(kubectl, "create", "service", "nodeport", "t", "--tcp=80", f"--node-port={port}")[2]
    run(kubectl, "delete", "service", "s")
    assert run(kubectl, "create", "service", "nodeport", "t", "--tcp=80", f"--node-port={port}")[0] == 0
    status, _, err = run(kubectl, "undo", "service/s")
    assert status == 1 and f"{port} was allocated to another service meanwhile" in err
    assert run(kubectl, "get", "service", "s")[0] == 1


def test_files_of_a_service_are_adopted_with_what_it_holds(kubectl):
    registry = os.path.join(kubectl.state, "registry")
    shutil.copytree(registry, f"{kubectl.state}/../without")
    run(kubectl, "create", "service", "nodeport", "s", "--tcp=80")
    shutil.copytree(registry, f"{kubectl.state}/../with")
    run(kubectl, "delete", "service", "s")
    for files, status in (("with", 0), ("without", 1), ("with", 0)):
        shutil.rmtree(registry)
        shutil.copytree(f"{kubectl.state}/../{files}", registry)
        code, out, err = run(kubectl, "store", "adopt")
        assert code == 0 and out.count(" adopted ") == 3, err
        assert run(kubectl, "get", "service", "s")[0] == status
        assert run(kubectl, "store", "check")[0] == 0


def test_an_address_that_no_service_holds_is_put_back(kubectl):
    here = os.path.join(kubectl.state, "registry", "ipaddresses")
    with open(f"{here}/10.0.0.1") as source, open(f"{here}/10.0.0.99", "w") as out:
        out.write(source.read().replace('10.0.0.1"', '10.0.0.99"'))
    status, _, err = run(kubectl, "store", "adopt")
    assert status == 1 and "10.0.0.99 cannot be adopted: it says what services hold, and none of them holds that; it was put back" in err
    assert run(kubectl, "store", "check")[0] == 0 and not os.path.exists(f"{here}/10.0.0.99")
