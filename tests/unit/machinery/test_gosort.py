"""Go's sort: sorted whatever comes, stable only where Go's is."""
import random

import pytest
from hypothesis import given, strategies as st

from kubectl_lite.machinery import gosort


def done(items, less=lambda a, b: a < b):
    items = list(items)
    gosort.sort(items, less)
    return items


@given(st.lists(st.integers(0, 30), max_size=300))
def test_sorts_what_has_many_ties(items):
    assert done(items) == sorted(items)


@pytest.mark.parametrize("items", [
    range(1000), range(1000, 0, -1), [i % 7 for i in range(500)], [*range(300), *range(300)], [i ^ 0x55 for i in range(256)],
    [0] * 200, [*range(100), 0], [5, *range(100)], random.Random(1).sample(range(5000), 5000),
])
def test_sorts_patterns(items):
    assert done(items) == sorted(items)


def test_up_to_twelve_elements_ties_keep_their_order():
    pairs = [(x % 3, i) for i, x in enumerate(random.Random(2).choices(range(9), k=12))]
    assert done(pairs, lambda a, b: a[0] < b[0]) == sorted(pairs)


def test_a_sorted_list_keeps_the_order_of_its_ties():
    pairs = [(i // 10, i) for i in range(200)]
    assert done(pairs, lambda a, b: a[0] < b[0]) == pairs


def test_the_worst_patterns_end_by_heap():
    """A comparison that always calls the first element greatest drives quicksort to its limit."""
    calls = 0

    def less(a, b):
        nonlocal calls
        calls += 1
        return a < b
    organ_pipe = [*range(2000), *range(2000, 0, -1)]
    assert done(organ_pipe, less) == sorted(organ_pipe) and calls < 4000 * 12 * 8


def test_heap():
    items = random.Random(3).choices(range(50), k=100)
    gosort._Sorter(items, lambda a, b: a < b).heap(0, len(items))
    assert items == sorted(items)
