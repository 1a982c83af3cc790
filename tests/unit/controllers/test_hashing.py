from __future__ import annotations

from kubectl_lite.controllers import hashing


def test_fnv_of_known_texts():
    assert hashing.fnv32a(b"") == 0x811C9DC5
    assert hashing.fnv32a(b"a") == 0xE40C292C
    assert hashing.fnv32a(b"foobar") == 0xBF9CF968


def test_digits_are_written_in_the_alphabet_of_names():
    assert hashing.safe_encode("0123456789") == "456789bcdf"


def test_equal_templates_have_equal_hashes_whatever_their_order():
    one, other = {"a": 1, "b": {"c": 2}}, {"b": {"c": 2}, "a": 1}
    assert hashing.template_hash(one) == hashing.template_hash(other)
    assert hashing.template_hash(one) != hashing.template_hash(one, 0) != hashing.template_hash(one, 1)
