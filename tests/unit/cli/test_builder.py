"""The resource builder: what arguments mean, and what kubectl says when they mean nothing."""
import io

import pytest

from kubectl_lite.cli import errors
from kubectl_lite.cli.builder import Builder
from kubectl_lite.client import Client
from kubectl_lite.cluster import in_memory
from kubectl_lite.machinery.env import FixedEnv


class Surroundings:
    """What a builder needs of a command's context."""

    def __init__(self, stdin=""):
        self.cluster = in_memory(FixedEnv())
        self.client: Client = self.cluster.client()
        self.namespace, self.stdin = "default", io.StringIO(stdin)


@pytest.fixture(scope="module")
def ctx():
    made = Surroundings()
    for name in ("a", "b"):
        made.client.create(("", "configmaps"), {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "labels": {"n": name}}}, "default")
    made.client.create(("", "secrets"), {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}, "default")
    return made


def found(ctx, *args, **more):
    builder = Builder(ctx)
    for name, value in more.items():
        getattr(builder, name)(value)
    return [f"{info.resource.name}/{info.name}" for info in builder.args(list(args), True).infos()]


def complaint(ctx, *args, **more):
    with pytest.raises(Exception) as caught:
        found(ctx, *args, **more)
    return errors.text_of(caught.value)


def test_the_forms_of_arguments(ctx):
    assert found(ctx, "cm", selector="n") == ["configmaps/a", "configmaps/b"]
    assert found(ctx, "cm,secret", "a") == ["configmaps/a", "secrets/a"]
    assert found(ctx, "cm", "b", "a") == ["configmaps/b", "configmaps/a"]
    assert found(ctx, "secret/a", "ConfigMap/b") == ["secrets/a", "configmaps/b"]
    assert found(ctx, "configmaps.v1.", "a") == ["configmaps/a"]
    assert found(ctx, "all") == ["services/kubernetes"]


def test_single_means_exactly_one_was_named(ctx):
    assert Builder(ctx).args(["cm", "a"]).result().single
    assert Builder(ctx).args(["cm/a"]).result().single
    assert not Builder(ctx).args(["cm", "a", "b"]).result().single
    assert not Builder(ctx).args(["cm"], True).result().single


@pytest.mark.parametrize("args, more, text", [
    (["unicorns.example.com"], {}, 'error: the server doesn\'t have a resource type "unicorns"\n'),
    (["pods,"], {}, 'error: the server doesn\'t have a resource type ""\n'),
    (["/x"], {}, "error: arguments in resource/name form must have a single resource and name\n"),
    (["cm,", "secret"], {}, "error: arguments in resource/name form must have a single resource and name\n"),
    (["a/b/c"], {}, "error: arguments in resource/name form may not have more than one slash\n"),
    (["cm", "a"], {"selector": "x=y"}, "error: name cannot be provided when a selector is specified\n"),
    (["cm/a"], {"selector": "x=y"}, "error: selectors and the all flag cannot be used when passing resource/name arguments\n"),
    ([], {"selector": "x=y"}, "error: at least one resource must be specified to use a selector\n"),
    (["cm", "a"], {"all_namespaces": True}, "error: a resource cannot be retrieved by name across all namespaces\n"),
    (["cm"], {"subresource": "status"}, "error: subresource cannot be used when bulk resources are specified\n"),
    (["all", "x"], {}, "error: you must specify only one resource\n"),
    (["cm", "none"], {}, 'Error from server (NotFound): configmaps "none" not found\n'),
    (["cm", "none"], {"namespace": "nowhere"}, 'Error from server (NotFound): namespaces "nowhere" not found\n'),
    (["cm"], {"selector": "a b"}, 'Error from server (BadRequest): Unable to find "/v1, Resource=configmaps" that match label selector "a b", '
                                  'field selector "": unable to parse requirement: found \'b\', expected: in, notin, =, ==, !=, gt, lt\n'),
])
def test_complaints(ctx, args, more, text):
    assert complaint(ctx, *args, **more) == text


def test_a_type_given_apart_from_resource_and_name(ctx):
    assert complaint(ctx, "pod", "a", "svc/b").startswith("error: there is no need to specify a resource type as a separate argument when")


def test_nothing_or_no_name_was_given(ctx):
    with pytest.raises(errors.CommandError, match="You must provide one or more resources by argument or filename."):
        Builder(ctx).result()
    with pytest.raises(errors.CommandError, match=r"resource\(s\) were provided, but no name was specified"):
        Builder(ctx).args(["cm"]).result()


def test_pages_are_followed(ctx):
    assert found(ctx, "cm", chunk=1, selector="n") == ["configmaps/a", "configmaps/b"]


# ---- files ----

def from_files(ctx, *paths, recursive=False, **more):
    builder = Builder(ctx).filenames([str(p) for p in paths], recursive)
    for name, value in more.items():
        getattr(builder, name)(value)
    return builder


def test_directories_and_lists_are_taken_apart(ctx, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.json").write_text('{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}]}')
    (tmp_path / "a.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\n# nothing\n---\nkind: Namespace\napiVersion: v1\nmetadata: {name: ns, namespace: x}\n")
    (tmp_path / "sub" / "c.yml").write_text("apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: d, namespace: other}}]\n")
    (tmp_path / "x.txt").write_text("a: b: c\n")
    infos = from_files(ctx, tmp_path).infos()
    assert [(i.resource.name, i.name, i.namespace) for i in infos] == [("configmaps", "c", "default"), ("namespaces", "ns", ""), ("secrets", "s", "default")]
    assert "namespace" not in infos[1].obj["metadata"] and infos[0].obj["metadata"]["namespace"] == "default"
    assert [i.name for i in from_files(ctx, tmp_path, recursive=True).infos()] == ["c", "ns", "s", "d"]


def test_standard_input():
    ctx = Surroundings("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n")
    assert [(i.name, i.source) for i in from_files(ctx, "-").infos()] == [("c", "STDIN")]


def test_good_documents_come_before_the_bad_one(ctx, tmp_path):
    file = tmp_path / "f.yaml"
    file.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\nkind: Unicorn\napiVersion: v1\nmetadata: {name: u}\n---\na: b: c\n")
    infos, problems = from_files(ctx, file).result().collect()
    assert [i.name for i in infos] == ["c"]
    assert [errors.text_of(p) for p in problems] == [
        f'resource mapping not found for name: "u" namespace: "" from "{file}": no matches for kind "Unicorn" in version "v1"\nensure CRDs are installed first\n'
        f"error parsing {file}: error converting YAML to JSON: yaml: mapping values are not allowed in this context\n"]


def test_what_a_list_holds_of_unknown_kinds_is_said_together_and_bare(ctx, tmp_path):
    file, unicorn = tmp_path / "f.yaml", "- {apiVersion: v1, kind: Unicorn, metadata: {name: u}}\n"
    file.write_text("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n" + unicorn)
    infos, problems = from_files(ctx, file).result().collect()
    assert [i.name for i in infos] == ["c"]
    assert [errors.text_of(p) for p in problems] == ['unable to recognize no matches for kind "Unicorn" in version "v1"\n']


@pytest.mark.parametrize("text, problem", [
    ("- a\n", "json: cannot unmarshal array into Go value of type unstructured.detector"),
    ("a: 1\n", "Object 'Kind' is missing in '{\"a\":1}'"),
    ("kind: X\napiVersion: 1\n", "json: cannot unmarshal number into Go struct field metadataOnlyObject.apiVersion of type string"),
    ("kind: X\nmetadata: 1\n", "json: cannot unmarshal number into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta"),
    ("kind: X\nmetadata: {name: yes}\n", "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string"),
    ("kind: X\nmetadata: {labels: {a: 1}}\n", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string"),
    ("kind: X\nmetadata: {labels: 1}\n", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type map[string]string"),
    ("kind: X\nmetadata: {generation: a}\n", "json: cannot unmarshal string into Go struct field ObjectMeta.metadata.generation of type int64"),
    ("kind: X\nmetadata: {ownerReferences: [1]}\n", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.ownerReferences of type v1.OwnerReference"),
    ("kind: List\nitems: [1]\n", "json: cannot unmarshal number into Go value of type map[string]interface {}"),
    ("kind: List\nitems: 1\n", "json: cannot unmarshal number into Go struct field decodeList.items of type []json.RawMessage"),
])
def test_documents_that_are_no_objects(ctx, tmp_path, text, problem):
    file = tmp_path / "f.yaml"
    file.write_text(text)
    with pytest.raises(errors.CommandError) as caught:
        from_files(ctx, file).infos()
    assert str(caught.value) == f'unable to decode "{file}": {problem}'


def test_validation_that_needs_no_server(ctx, tmp_path):
    file = tmp_path / "f.yaml"
    file.write_text("{}\n")
    with pytest.raises(Exception) as caught:
        from_files(ctx, file, validated=True).infos()
    assert "error validating data: [apiVersion not set, kind not set]; if you choose" in errors.text_of(caught.value)


def test_paths_that_lead_nowhere(ctx, tmp_path):
    with pytest.raises(errors.Aggregate) as caught:
        from_files(ctx, tmp_path / "nope").infos()
    assert errors.text_of(caught.value) == f'error: the path "{tmp_path / "nope"}" does not exist\n'
    with pytest.raises(errors.Aggregate) as caught:
        from_files(ctx, tmp_path).infos()
    assert errors.text_of(caught.value) == f"error: error reading [{tmp_path}]: recognized file extensions are [.json .yaml .yml]\n"


def test_a_namespace_that_was_named_must_be_kept(ctx, tmp_path):
    file = tmp_path / "f.yaml"
    file.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: other}\n")
    with pytest.raises(errors.CommandError, match='the namespace from the provided object "other" does not match the namespace "default". '
                                                  "You must pass '--namespace=other' to perform this operation."):
        Builder(ctx).namespace("default", enforce=True).filenames([str(file)]).infos()


def test_the_latest_is_fetched(ctx, tmp_path):
    file = tmp_path / "f.yaml"
    file.write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\n")
    infos, problems = from_files(ctx, file, latest=True).result().collect()
    assert infos[0].obj["metadata"]["uid"] and [str(p) for p in problems] == ['configmaps "none" not found']
