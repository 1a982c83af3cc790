import pytest

from kubectl_lite.machinery import labels
from kubectl_lite.machinery.labels import SelectorError


@pytest.mark.parametrize("text, canonical", [
    ("", ""), ("a=b", "a=b"), ("b=1,a==2", "a==2,b=1"), ("a in (z,y)", "a in (y,z)"), ("a notin (b)", "a notin (b)"), ("!a", "!a"), ("a,b", "a,b"),
    ("a=", "a="), ("a in (,x)", "a in (,x)"), ("a in (x,,y)", "a in (,x,y)"), ("n>1", "n>1"), (" a = b ", "a=b"), ("a in (in,notin)", "a in (in,notin)"),
])
def test_selectors_are_read(text, canonical):
    assert str(labels.parse(text)) == canonical


@pytest.mark.parametrize("text, message", [
    ("app=a=b", "found '=', expected: ',' or 'end of string'"),
    ("app in", "unable to parse requirement: found '' expected: '('"),
    ("n1>x", "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"),
    ("bad key=x", "unable to parse requirement: found 'key', expected: in, notin, =, ==, !=, gt, lt"),
    ("=x", "found '=', expected: !, identifier, or 'end of string'"),
    ("a==b,", "found '', expected: identifier after ','"),
    ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
])
def test_refusals_have_client_go_texts(text, message):
    with pytest.raises(SelectorError) as caught:
        labels.parse(text)
    assert str(caught.value) == message


def test_a_bad_key_is_named_before_its_operator():
    with pytest.raises(SelectorError, match='<nil>: Invalid value: "a/b/c"'):
        labels.parse("a/b/c")


@pytest.mark.parametrize("text, wanted", [
    ("a=1", True), ("a!=1", False), ("a in (1,2)", True), ("a notin (1)", False), ("b notin (1)", True), ("b!=1", True), ("a", True), ("!a", False), ("!b", True),
    ("a>0", True), ("a<1", False), ("b>0", False), ("t>0", False), ("a=1,t=x", True), ("a=1,t=y", False), ("", True),
])
def test_matching(text, wanted):
    assert labels.parse(text).matches({"a": "1", "t": "x"}) is wanted


def test_selector_objects():
    assert not labels.from_object(None).matches({"a": "b"})
    assert labels.from_object({}).matches({})
    selector = {"matchLabels": {"a": "b"}, "matchExpressions": [{"key": "t", "operator": "NotIn", "values": ["x"]}, {"key": "u", "operator": "Exists"}]}
    assert labels.matches_object(selector, {"a": "b", "u": ""})
    assert not labels.matches_object(selector, {"a": "b", "t": "x", "u": ""})
    assert str(labels.from_object(selector)) == "a=b,t notin (x),u"


def test_selector_objects_with_an_unknown_operator_are_refused():
    with pytest.raises(SelectorError, match='"Near" is not a valid label selector operator'):
        labels.from_object({"matchExpressions": [{"key": "a", "operator": "Near"}]})


def test_the_one_value_that_is_required():
    assert labels.parse("a=b,c in (d,e)").exact("a") == "b"
    assert labels.parse("a=b,c in (d,e)").exact("c") is None
