import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubectl_lite.printers.wordwrap import wrap


@pytest.mark.parametrize("text, limit, want", [
    ("one two three", 7, "one two\nthree"), ("one two three", 8, "one two\nthree"), ("", 5, ""), ("averyverylongword", 5, "averyverylongword"),
    ("keep\nthese lines\n", 20, "keep\nthese lines\n"), ("a  b", 10, "a  b"), ("aaa   ", 4, "aaa")])
def test_wrap(text, limit, want):
    assert wrap(text, limit) == want


@given(st.text("ab \n", max_size=40), st.integers(3, 12))
def test_no_word_is_lost_and_lines_fit_unless_a_word_does_not(text, limit):
    wrapped = wrap(text, limit)
    assert wrapped.split() == text.split()
    assert all(len(line.strip()) <= limit or max(map(len, line.split())) >= limit for line in wrapped.split("\n"))
