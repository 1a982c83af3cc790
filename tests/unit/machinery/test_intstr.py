import pytest

from kubectl_lite.machinery import intstr


@pytest.mark.parametrize("value, up, wanted", [(3, True, 3), ("25%", True, 3), ("25%", False, 2), ("100%", False, 10), ("0%", True, 0)])
def test_scaled_to_ten(value, up, wanted):
    assert intstr.scaled(value, 10, up) == wanted


def test_a_text_that_is_no_percentage_cannot_be_scaled():
    with pytest.raises(ValueError, match="string is not a percentage"):
        intstr.scaled("5", 10, True)


def test_percentages():
    assert intstr.is_percent("5%") and not intstr.is_percent("-5%") and not intstr.is_percent(5)
    assert intstr.percent_of("-5%") == -5 and intstr.percent_of("x") is None and intstr.int_value("7") == 7 and intstr.int_value("x") == 0
