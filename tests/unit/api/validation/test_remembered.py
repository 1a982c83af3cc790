"""What was found right is not checked again; everything else is."""
from __future__ import annotations

import pytest

from kubectl_lite.api.codec_types import WithEmpties
from kubectl_lite.api.validation.remembered import MOST, remembered


@pytest.fixture
def asked():
    return []


@pytest.fixture
def check(asked):
    @remembered
    def even(value, path, *others):
        asked.append((value, *others))
        return [] if value["n"] % 2 == 0 else [f"{path}: odd"]
    return even


def test_a_right_value_is_checked_once_wherever_it_stands(check, asked):
    assert check({"n": 2}, "a") == check({"n": 2}, "b") == []
    assert asked == [({"n": 2},)]


def test_problems_are_found_again_and_name_their_path(check):
    assert (check({"n": 1}, "a"), check({"n": 1}, "b")) == (["a: odd"], ["b: odd"])


def test_values_are_told_apart_by_all_they_hold_and_with_what_they_are_checked(check, asked):
    for value, *others in (({"n": 2},), ({"n": 2.0},), ({"n": 2, "m": None},), ({"n": 2}, True), ({"n": 2}, "pod")):
        check(value, "a", *others)
    assert len(asked) == 5


def test_a_value_that_is_changed_is_checked_anew(check):
    value = {"n": 2}
    check(value, "a")
    value["n"] = 3
    assert check(value, "a") == ["a: odd"]


@pytest.mark.parametrize("arguments", [(WithEmpties({"n": 2}), "a"), ({"n": 2}, "a", {"a", "set"})])
def test_what_cannot_be_told_apart_is_not_remembered(check, asked, arguments):
    check(*arguments)
    check(*arguments)
    assert len(asked) == 2


def test_memory_is_bounded(check, asked):
    for n in range(0, 2 * MOST + 2, 2):
        check({"n": n}, "a")
    check({"n": 0}, "a")
    assert len(asked) == MOST + 2
