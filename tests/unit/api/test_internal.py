import json

from kubectl_lite.api import codec, internal, schema
from kubectl_lite.api.specdiff import diff


def test_fields_carry_gos_names_and_nulls():
    assert internal.value({"type": "Unconfined", "localhostProfile": "a"}, "SeccompProfile").text == '{"Type":"Unconfined","LocalhostProfile":"a"}'
    assert internal.value({"key": "a", "effect": "NoSchedule"}, "Taint").text == '{"Key":"a","Value":"","Effect":"NoSchedule","TimeAdded":null}'


def test_lists_and_nothing():
    assert internal.value([{"matchFields": []}], "NodeSelectorTerm").text == '[{"MatchExpressions":null,"MatchFields":[]}]'
    assert internal.value(None, "Taint").text == "null"


def test_metadata_is_inlined_and_types_of_the_machinery_keep_their_tags():
    text = internal.value({"metadata": {"labels": {"a": "b"}}, "spec": {"containers": []}}, "PodTemplateSpec").text
    assert text.startswith('{"labels":{"a":"b"},"Spec":{"Volumes":null,')


def test_host_fields_of_a_pod_are_in_its_security_context():
    form = internal.form({"hostNetwork": True, "securityContext": {"runAsUser": 5}, "containers": []}, "PodSpec")
    assert form["SecurityContext"]["HostNetwork"] is True and form["SecurityContext"]["RunAsUser"] == 5
    assert list(form)[:4] == ["Volumes", "InitContainers", "Containers", "EphemeralContainers"] and "HostNetwork" not in form


def test_an_empty_list_stays_empty():
    spec, _ = codec.decode({"containers": [{"name": "c", "args": []}]}, "io.k8s.api.core.v1.PodSpec")
    assert internal.form(spec, "PodSpec")["Containers"][0]["Args"] == []


def test_text_is_escaped_as_go_escapes_it():
    assert internal.value({"name": "a<b>&"}, "LocalObjectReference").text == '{"Name":"a\\u003cb\\u003e\\u0026"}'


def test_every_definition_has_a_form():
    for name in schema.names():
        if schema.fields(name):
            json.dumps(internal.form(codec.zero(name), name))


def test_differences_are_unified_with_three_lines_of_context():
    old = {"nodeName": "", "containers": [], "hostname": "a"}
    text = diff(old, {**old, "hostname": "b"}, "PodSpec")
    assert text.splitlines()[4:6] == ['- "Hostname": "a",', '+ "Hostname": "b",']
    assert text.startswith("@@ -") and text.endswith("\n") and len(text.splitlines()) == 9


def test_equal_specs_have_no_differences():
    assert diff({"containers": []}, {"containers": []}, "PodSpec") == ""
