import pytest

from kubectl_lite.api.validation import text


@pytest.mark.parametrize("address, why", [
    ("0.0.0.0", "may not be unspecified (0.0.0.0)"), ("127.0.0.5", "may not be in the loopback range (127.0.0.0/8, ::1/128)"),
    ("169.254.1.1", "may not be in the link-local range (169.254.0.0/16, fe80::/10)"), ("fe80::1", "may not be in the link-local range (169.254.0.0/16, fe80::/10)"),
    ("224.0.0.9", "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"), ("::1", "may not be in the loopback range (127.0.0.0/8, ::1/128)"),
])
def test_special_addresses(address, why):
    assert [p.detail for p in text.non_special_ip(address, "ip")] == [why]


@pytest.mark.parametrize("address", ["10.0.0.1", "2001:db8::1", "128.0.0.1"])
def test_ordinary_addresses(address):
    assert text.non_special_ip(address, "ip") == []


def test_domains():
    assert text.fully_qualified_name("a.b.c", "n") == []
    assert text.fully_qualified_name("a.b", "n")[0].detail == "should be a domain with at least three segments separated by dots"
    assert text.fully_qualified_domain("a.b.", "n") == []
    assert text.domain_prefixed_path("a.io/x y", "n")[0].detail.startswith("Invalid path (regex used for validation is")
    assert text.domain_prefixed_path("a", "n")[0].detail == 'must be a domain-prefixed path (such as "acme.io/foo")'


def test_one_of():
    assert text.one_of(None, ("a",), "p") == [] and text.one_of("a", ("a",), "p") == []
    assert str(text.one_of("", ("a",), "p", "")[0]) == "p: Required value"
    assert str(text.one_of("x", ("b", "a"), "p")[0]) == 'p: Unsupported value: "x": supported values: "b", "a"'


def test_a_choice_that_may_be_left_out_may_not_be_empty():
    told = [[str(p) for p in text.optional_choice(value, ("a", "b"), "f")] for value in (None, "a", "", "c")]
    assert told == [[], [], ["f: Required value"], ['f: Unsupported value: "c": supported values: "a", "b"']]
