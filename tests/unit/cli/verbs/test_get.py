"""`get`: what goes together, what is said about nothing, and watches."""
import re
import threading

import pytest

CM = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default", "labels": {"app": "x"}}, "data": {"k": "v"}}


@pytest.fixture
def some(kubectl):
    """A terminal with a few objects; ages are shown as 0s."""
    kubectl.create(CM, {**CM, "metadata": {"name": "b", "namespace": "default"}}, {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "default"}})

    def run(*args):
        status, out, err = kubectl(*args)
        return status, re.sub(r"\b\d+s$", "0s", out, flags=re.M), err
    return run


def test_tables_of_one_and_of_several_kinds(some):
    assert some("get", "cm") == (0, "NAME   DATA   AGE\na      1      0s\nb      1      0s\n", "")
    assert some("get", "cm,secret", "-l", "app=x") == (0, "NAME          DATA   AGE\nconfigmap/a   1      0s\n", "")
    assert some("get", "cm/a", "secret/s")[1] == "NAME          DATA   AGE\nconfigmap/a   1      0s\n\nNAME       TYPE     DATA   AGE\nsecret/s   Opaque   0      0s\n"
    assert some("get", "cm/a", "secret/s", "--no-headers")[1] == "configmap/a   1     0s\nsecret/s   Opaque   0     0s\n"


def test_errors_come_after_what_was_found(some):
    assert some("get", "cm", "a", "none", "b", "--no-headers") == (
        1, "a     1     0s\nb     1     0s\n", 'Error from server (NotFound): configmaps "none" not found\n')
    assert some("get", "cm", "none", "-o", "json") == (1, "", 'Error from server (NotFound): configmaps "none" not found\n')
    assert some("get", "cm", "a", "none", "-o", "name") == (1, "configmap/a\n", 'Error from server (NotFound): configmaps "none" not found\n')


def test_ignore_not_found(some):
    assert some("get", "cm", "none", "--ignore-not-found") == (0, "", "")
    assert some("get", "cm", "a", "none", "--ignore-not-found", "-o", "name") == (0, "configmap/a\n", "")
    assert some("get", "secret", "-l", "x=y", "--ignore-not-found") == (0, "", "")


def test_nothing_found(some):
    assert some("get", "cm", "-l", "x=y") == (0, "", "No resources found in default namespace.\n")
    assert some("get", "cm", "-A", "-l", "x=y") == (0, "", "No resources found\n")
    assert some("get", "nodes") == (0, "", "No resources found\n")
    assert some("get", "cm", "-l", "x=y", "-o", "name") == (0, "", "")


def test_lists_in_other_formats(some):
    assert some("get", "cm", "-o", "jsonpath={.kind}/{.items[*].metadata.name}")[1] == "List/a b"
    assert some("get", "cm", "a", "-o", "jsonpath={.kind}")[1] == "ConfigMap"
    assert some("get", "cm", "-l", "x=y", "-o", "yaml")[1] == 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n'


def test_all_namespaces_add_a_column(some):
    assert some("get", "cm", "-A", "-l", "app=x")[1] == "NAMESPACE   NAME   DATA   AGE\ndefault     a      1      0s\n"


def test_sorting(some):
    assert some("get", "cm", "--sort-by=.metadata.labels.app", "--no-headers")[1].split()[0] == "b"
    missing = 'error: couldn\'t find any field with path "{.nope}" in the list of objects\n'
    assert some("get", "cm", "--sort-by={.nope}", "-o", "name") == (1, "", missing)
    assert some("get", "cm", "a", "b", "--sort-by={.nope}") == (1, "", missing)
    assert some("get", "cm", "--sort-by={.nope}") == (0, "", "No resources found in default namespace.\n")  # kubectl does not say more


def test_tables_the_server_does_not_print(some):
    assert some("get", "cm", "a", "--server-print=false") == (0, "NAME   AGE\na      0s\n", "")


@pytest.mark.parametrize("args, text", [
    (["cm", "--output-watch-events"], "error: --output-watch-events option can only be used with --watch or --watch-only\n"),
    (["cm", "-o", "name", "--show-labels"], "error: --show-labels option cannot be used with name printer\n"),
    (["cm,secret", "-w"], "error: you may only specify a single resource type\n"),
    (["--raw", "/healthz", "pods"], "error: arguments may not be passed when --raw is specified\n"),
    (["--raw", "/healthz", "-l", "a"], "error: --raw may not be specified with other flags that filter the server request or alter the output\n"),
    (["--raw", "/healthz", "-o", "json"], "error: --raw and --output are mutually exclusive\n"),
    (["--raw", "relative"], 'error: --raw must be a valid URL path: parse "relative": invalid URI for request\n'),
])
def test_what_does_not_go_together(kubectl, args, text):
    assert kubectl("get", *args) == (1, "", text)


def test_nothing_asked_for(kubectl):
    status, out, err = kubectl("get")
    assert (status, out) == (1, "") and err.startswith("You must specify the type of resource to get. Use \"kubectl api-resources\"")
    assert err.endswith("See 'kubectl get -h' for help and examples\n")


def test_a_watch_of_one_object_shows_it_once(some):
    assert some("get", "cm", "a", "-w", "--request-timeout=300ms") == (0, "NAME   DATA   AGE\na      1      0s\n", "")
    assert some("get", "cm", "a", "--watch-only", "--request-timeout=300ms") == (0, "", "")
    assert some("get", "cm", "none", "-w") == (1, "", 'Error from server (NotFound): configmaps "none" not found\n')


def test_a_watch_shows_changes(some):
    timer = threading.Timer(0.5, lambda: (some("label", "cm", "b", "x=y"), some("delete", "cm", "b")))
    timer.start()
    status, out, _ = some("get", "cm", "-w", "--output-watch-events", "-o", "jsonpath={.type}:{.object.metadata.name} ", "--request-timeout=3s")
    timer.join()
    assert (status, out) == (0, "ADDED:a ADDED:b MODIFIED:b DELETED:b ")


def test_watch_events_in_every_format(some):
    def first(output):
        return some("get", "cm", "a", "-w", "--output-watch-events", "-o", output, "--request-timeout=200ms")[1]
    assert first("name") == "configmap/a\n"
    assert first("custom-columns=N:.metadata.name") == "N\na\n"
    assert first("json").startswith('{"type":"ADDED","object":{"apiVersion":"v1"') and first("json").count("\n") == 1
    assert first("yaml").startswith("object:\n  apiVersion: v1\n") and first("yaml").endswith("type: ADDED\n")


def test_watch_rows_have_their_event(some):
    assert some("get", "cm", "a", "-w", "--output-watch-events", "--request-timeout=300ms")[1] == "EVENT      NAME   DATA   AGE\nADDED      a      1      0s\n"


def test_a_raw_watch_prints_a_line_for_each_event_until_the_server_ends_it(some):
    status, out, err = some("get", "--raw", "/api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=1")
    lines = out.splitlines()
    assert (status, err, len(lines)) == (0, "", 2)
    assert lines[0].startswith('{"type":"ADDED","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"default"')
