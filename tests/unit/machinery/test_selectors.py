import pytest

from kubectl_lite.machinery import selectors
from kubectl_lite.machinery.selectors import FieldSelectorError


def test_terms_and_matching():
    selector = selectors.parse("status.phase!=Running,metadata.name=a")
    assert selector.matches({"metadata.name": "a", "status.phase": "Pending"})
    assert not selector.matches({"metadata.name": "a", "status.phase": "Running"})
    assert selector.exact("metadata.name") == "a" and selector.exact("status.phase") is None


def test_a_missing_field_reads_as_empty():
    assert selectors.parse("spec.nodeName=").matches({})


def test_escapes_survive_both_ways():
    selector = selectors.parse(r"a=b\,c\=d\\")
    assert selector.terms == (("a", True, "b,c=d\\"),)
    assert str(selector) == r"a=b\,c\=d\\"


@pytest.mark.parametrize("text, message", [
    ("a", "invalid selector: 'a'; can't understand 'a'"),
    ("a=b=c", "invalid field selector: unescaped character in value: 61"),
    (r"a=\x", "invalid field selector: invalid escape sequence: \\x"),
])
def test_refusals(text, message):
    with pytest.raises(FieldSelectorError) as caught:
        selectors.parse(text)
    assert str(caught.value) == message


def test_unknown_fields_are_named_in_the_kinds_own_words():
    selector = selectors.parse("spec.foo=x")
    with pytest.raises(FieldSelectorError, match="^field label not supported: spec.foo$"):
        selectors.check(selector, ("spec.nodeName",), "field label not supported: {}")
    with pytest.raises(FieldSelectorError, match='"spec.foo" is not a known field selector: only "metadata.name", "metadata.namespace"'):
        selectors.check(selector, ())
    selectors.check(selectors.parse("metadata.name=a"), ("metadata.name",))
