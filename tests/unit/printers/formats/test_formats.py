"""-o, held to what kubectl prints."""
import pytest

from kubectl_lite.printers import formats
from kubectl_lite.printers.formats.errors import FormatError

POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "managedFields": [{"manager": "m"}]}, "spec": {"nodeName": "n1", "priority": 0}}
LIST = {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": [POD, {**POD, "metadata": {"name": "b"}}]}
DEPLOYMENT = {"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {"name": "web", "labels": {"b": "1", "a": "2"}}, "spec": {"replicas": 2000000}}


def shown(output, obj=POD, flags=None, **options):
    return formats.printer(output, flags or {}, **options)(obj)


def test_json_leaves_out_managed_fields_unless_asked():
    assert shown("json") == ('{\n    "apiVersion": "v1",\n    "kind": "Pod",\n    "metadata": {\n        "name": "a"\n    },\n'
                             '    "spec": {\n        "nodeName": "n1",\n        "priority": 0\n    }\n}\n')
    assert "managedFields" in shown("JSON", flags={"show-managed-fields": True})
    assert "managedFields" not in shown("json", LIST)


def test_typed_objects_keep_the_order_of_fields_but_sort_maps():
    text = shown("json", DEPLOYMENT, typed=True)
    assert text.index('"kind"') < text.index('"apiVersion"') and text.index('"a"') < text.index('"b"')


def test_templates_see_typed_numbers_as_kubectl_does():
    assert shown("jsonpath={.spec.replicas}", DEPLOYMENT, typed=True) == "2e+06"
    assert shown("go-template={{.spec.replicas}}", DEPLOYMENT, typed=True) == "2000000"


def test_yaml_separates_documents():
    printer = formats.printer("yaml")
    first, second = printer(POD), printer(POD)
    assert first.startswith("apiVersion: v1\nkind: Pod\n") and second == "---\n" + first


def test_kyaml():
    assert shown("kyaml", {"kind": "X", "data": {"y": "a\n b\n", "ok": "t\tx", "l": [1, "a"], "m": [{"a": []}]}}) == (
        '---\n{\n  data: {\n    l: [\n      1,\n      "a",\n    ],\n    m: [{\n      a: [],\n    }],\n    ok: "t\tx",\n'
        '    "y": "\\\n       a\\n\\\n      \\ b\\n\\\n      ",\n  },\n  kind: "X",\n}\n')


def test_names():
    assert shown("name") == "pod/a\n"
    assert shown("name", LIST) == "pod/a\npod/b\n"
    assert shown("Name", DEPLOYMENT) == "deployment.apps/web\n"


def test_custom_columns():
    printer = formats.printer("custom-columns=NAME:.metadata.name,NODE:{.spec.nodeName},NONE:x,PRIO:spec.priority", {}, allowed=formats.GET)
    assert printer(LIST) == "NAME   NODE   NONE     PRIO\na      n1     <none>   0\nb      n1     <none>   0\n"
    assert printer(POD) == "a      n1     <none>   0\n"


def test_custom_columns_from_a_file(tmp_path):
    file = tmp_path / "columns"
    file.write_text("N  P\n.metadata.name  .spec.priority\n")
    assert shown(f"custom-columns-file={file}", allowed=formats.GET) == "N     P\na     0\n"
    file.write_text("N P\n.metadata.name\n")
    with pytest.raises(FormatError, match=r"number of headers \(2\) and field specifications \(1\) don't match"):
        shown(f"custom-columns-file={file}", allowed=formats.GET)


@pytest.mark.parametrize("output, complaint", [
    ("wrong", 'unable to match a printer suitable for the output format "wrong", allowed formats are: custom-columns,custom-columns-file,'
              "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml"),
    ("jsonpath", "template format specified but no template given"),
    ("go-template=", "template format specified but no template given"),
    ("jsonpath={.a[", "error parsing jsonpath {.a[, unterminated array\n"),
    ("go-template={{", "error parsing template {{, template: output:1: unclosed action\n"),
    ("jsonpath-file=/nope", "error reading --template /nope, open /nope: no such file or directory\n"),
    ("templatefile=/nope", "error reading --template /nope, open /nope: no such file or directory\n"),
    ("custom-columns", "custom-columns format specified but no custom columns given"),
    ("custom-columns=A", "unexpected custom-columns spec: A, expected <header>:<json-path-expr>"),
    ("custom-columns=A:{.a}{.b}", "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"),
])
def test_complaints(output, complaint):
    with pytest.raises(FormatError) as caught:
        formats.printer(output, {}, allowed=formats.GET)
    assert str(caught.value) == complaint


def test_a_failing_template_prints_what_it_was_given():
    out = []
    with pytest.raises(FormatError) as caught:
        formats.write(formats.printer("go-template={{.kind}}{{.kind.x}}", {}), POD, out.append)
    assert str(caught.value).startswith('error executing template "{{.kind}}{{.kind.x}}": template: output:1:16:')
    assert out[0].startswith("PodError executing template: ") and "\traw data was:\n\t\t{\"apiVersion\"" in out[0]


def test_a_failing_jsonpath_shows_the_object_in_go_syntax():
    with pytest.raises(FormatError) as caught:
        shown("jsonpath={.kind[0]}", {"kind": "Pod", "n": None})
    assert str(caught.value) == (
        'error executing jsonpath "{.kind[0]}": Error executing template: string is not array or slice. Printing more information for '
        "debugging the template:\n\ttemplate was:\n\t\t{.kind[0]}\n\tobject given to jsonpath engine was:\n"
        '\t\tmap[string]interface {}{"kind":"Pod", "n":interface {}(nil)}\n\n\n')


def test_template_flag_gives_the_text_of_a_format():
    assert shown("jsonpath", flags={"template": "{.kind}"}) == "Pod"
    with pytest.raises(FormatError, match="unable to match"):
        shown("jsonpath={.x}", flags={"template": "{.kind}"})
