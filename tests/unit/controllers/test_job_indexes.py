from __future__ import annotations

import pytest

from kubectl_lite.controllers import job_indexes


@pytest.mark.parametrize("indexes, text", [(set(), ""), ({0}, "0"), ({0, 2}, "0,2"), ({0, 1}, "0,1"), ({0, 1, 2}, "0-2"), ({1, 3, 4, 5, 7}, "1,3-5,7")])
def test_intervals_both_ways(indexes, text):
    assert job_indexes.text(indexes) == text
    assert job_indexes.parse(text, 10) == indexes


def test_indexes_beyond_the_completions_are_dropped():
    assert job_indexes.parse("0-5,9", 3) == {0, 1, 2}
