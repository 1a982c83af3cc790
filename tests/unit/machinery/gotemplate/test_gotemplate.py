"""Go's text/template, held to what kubectl prints."""
import pytest

from kubectl_lite.machinery.gotemplate import Template, TemplateError

from .cases import CASES, OBJECT


@pytest.mark.parametrize("source, output, complaint", CASES)
def test_prints_what_kubectl_prints(source, output, complaint):
    if not complaint:
        assert Template(source).execute(OBJECT) == output
        return
    with pytest.raises(TemplateError) as caught:
        Template(source).execute(OBJECT)
    assert (str(caught.value), caught.value.output) == (complaint, output)


def test_missing_keys_are_errors_when_asked_for():
    with pytest.raises(TemplateError) as caught:
        Template("{{.metadata.missing.deep}}", missing_is_error=True).execute(OBJECT)
    assert str(caught.value) == 'template: output:1:11: executing "output" at <.metadata.missing.deep>: map has no entry for key "missing"'


def test_errors_name_line_and_column_in_bytes():
    with pytest.raises(TemplateError) as caught:
        Template("a\n\u00e9{{.kind.x}}").execute(OBJECT)
    assert str(caught.value).startswith("template: output:2:9: ")


def test_endless_recursion_ends_in_an_error():
    with pytest.raises(TemplateError, match="exceeded maximum template depth"):
        Template('{{define "r"}}{{template "r"}}{{end}}{{template "r"}}').execute(OBJECT)
