import pytest
from hypothesis import given, strategies as st

from kubectl_lite.machinery import quantity
from kubectl_lite.machinery.quantity import QuantityError, parse


@pytest.mark.parametrize("text, canonical", [
    ("1", "1"), ("0.5", "500m"), ("1.0", "1"), ("2.50", "2500m"), ("1500000u", "1500m"), ("0", "0"), ("1k", "1k"), ("1024", "1024"),
    ("1024Ki", "1Mi"), ("1.5Gi", "1536Mi"), (".5Gi", "512Mi"), ("1000M", "1G"), ("1Ei", "1Ei"), ("+5Mi", "+5Mi"), ("010", "010"),
    ("1000m", "1"), ("1n", "1n"), ("-1", "-1"), ("1e3", "1e3"), ("12e6", "12e6"), ("0.1e3", "100"), ("m", "0"), ("1000.0", "1k"), (1000, "1k"), (0.5, "500m"), (None, "0"),
])
def test_canonical_text(text, canonical):
    assert quantity.canonical(text) == canonical


@pytest.mark.parametrize("text, rounded", [("0.0001", "1m"), ("1.00000000001", "1001m"), ("123456789n", "124m"), ("1Gi", "1Gi"), ("-0.0001", "-1m")])
def test_resource_lists_are_rounded_up_to_thousandths(text, rounded):
    assert quantity.canonical_rounded(text) == rounded


@pytest.mark.parametrize("text, message", [
    ("10Kb", quantity.FORMAT_WRONG), ("1gi", quantity.FORMAT_WRONG), ("x", quantity.FORMAT_WRONG), ("", quantity.FORMAT_WRONG), (True, quantity.FORMAT_WRONG),
    ([1], quantity.FORMAT_WRONG), ("1MM", quantity.SUFFIX_WRONG), ("1Ki5", quantity.SUFFIX_WRONG), ("1KiB", quantity.FORMAT_WRONG),
])
def test_refusals_have_kubernetes_texts(text, message):
    with pytest.raises(QuantityError) as caught:
        parse(text)
    assert str(caught.value) == message


def test_value_and_milli_value_round_away_from_zero():
    assert parse("1500m").value() == 2 and parse("-1500m").value() == -2
    assert parse("1u").milli_value() == 1 and parse("1.5").milli_value() == 1500


def test_sums_take_the_format_of_the_first_amount_that_is_not_zero():
    assert str(parse("0") + parse("1Gi")) == "1Gi"
    assert str(parse("512Mi") + parse("512Mi")) == "1Gi"
    assert str(parse("1") - parse("250m")) == "750m"
    assert str(parse("100m") * 3) == "300m"


def test_comparison_is_by_amount():
    assert parse("1Gi") == parse("1024Mi") and parse("1G") < parse("1Gi") and parse("0.1") <= parse("100m") and hash(parse("1Gi")) == hash(parse("1024Mi"))


@given(st.integers(-10**11, 10**11), st.sampled_from(["", "k", "M", "m", "u", "Ki", "Mi", "Gi"]))
def test_canonical_text_reads_back_as_the_same_amount(number, suffix):
    amount = parse(f"{number}{suffix}")
    assert parse(str(amount)) == amount
    assert quantity.canonical(str(amount)) == quantity.canonical(quantity.canonical(str(amount)))
