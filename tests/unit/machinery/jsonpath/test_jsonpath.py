"""client-go's JSONPath, held to what kubectl prints."""
import pytest

from kubectl_lite.machinery.jsonpath import JSONPath, JSONPathError

from .cases import CASES, OBJECT


@pytest.mark.parametrize("template, good, expected", CASES)
def test_prints_what_kubectl_prints(template, good, expected):
    if good:
        assert JSONPath(template).text(OBJECT) == expected
        return
    with pytest.raises(JSONPathError) as caught:
        JSONPath(template).text(OBJECT)
    assert str(caught.value) == expected


def test_a_missing_field_is_an_error_only_when_asked_for():
    assert JSONPath("{.nope.deeper}").text(OBJECT) == ""
    with pytest.raises(JSONPathError, match="nope is not found"):
        JSONPath("{.nope.deeper}", allow_missing=False).text(OBJECT)


def test_recursive_descent_finds_fields_at_every_depth():
    pod = {"spec": {"containers": [{"image": "a", "env": {"image": "b"}}, {"image": "c"}]}}
    assert JSONPath("{..image}").text(pod) == "a b c"


def test_a_template_can_be_run_again():
    template = JSONPath("{range .items[*]}{.n},{end}.")
    for _ in range(2):
        assert template.text({"items": [{"n": 1}, {"n": 2}]}) == "1,2,."
    assert template.text({"items": []}) == "."


def test_as_json_prints_every_node():
    assert JSONPath("{.data.c[*]}{.kind}").text(OBJECT, as_json=True) == '[\n    1,\n    2\n]\n[\n    "Foo"\n]\n'
