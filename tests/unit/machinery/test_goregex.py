"""Go's regular expressions."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery.goregex import GoRegexError, compiled


@pytest.mark.parametrize("pattern, yes, no", [
    ("^a$", "a", "a\n"), ("(?i)abc", "xABC", "xab"), ("a(?i)b|c", "aB", "b"), ("[[:alpha:]]+", "q", "1"), (r"[^\d]", "x", "5"), (r"\Qa.b\E", "a.b", "axb"),
    (r"\p{L}", "é", "1"), ("a{,2}", "a{,2}", "aa"), ("[]a]", "]", "b"), ("(?<n>a)b", "ab", "b"), ("a.c", "abc", "a\nc"), ("(?m)^b$", "a\nb", "ab"),
    (r"^(\d{1,3}\.){3}\d{1,3}$", "1.2.3.4", "1.2.3"), (r"\x41", "A", "B"), (r"[a\-z]", "-", "b"),
])
def test_matches(pattern, yes, no):
    assert compiled(pattern).search(yes) and not compiled(pattern).search(no)


@pytest.mark.parametrize("pattern, text", [
    ("(", "missing closing ): `(`"), ("[a", "missing closing ]: `[a`"), ("*a", "missing argument to repetition operator: `*`"), ("a)", "unexpected ): `a)`"),
    ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"), (r"\y", r"invalid escape sequence: `\y`"), ("[z-a]", "invalid character class range: `z-a`"),
    ("a{1001}", "invalid repeat count: `{1001}`"), ("a**", "invalid nested repetition operator: `**`"), ("a\\", "trailing backslash at end of expression: ``"),
])
def test_refusals(pattern, text):
    with pytest.raises(GoRegexError) as caught:
        compiled(pattern)
    assert str(caught.value) == f"error parsing regexp: {text}"
