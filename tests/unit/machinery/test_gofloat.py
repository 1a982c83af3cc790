"""Floats, held to what Go prints."""
import pytest

from kubectl_lite.machinery import gofloat


@pytest.mark.parametrize("value, text, json_text", [
    (1000000.0, "1e+06", "1000000"), (100000.0, "100000", "100000"), (1234567.5, "1.2345675e+06", "1234567.5"),
    (123456789.0, "1.23456789e+08", "123456789"), (0.0001, "0.0001", "0.0001"), (0.00001, "1e-05", "0.00001"),
    (1e-7, "1e-07", "1e-7"), (1e20, "1e+20", "100000000000000000000"), (1e21, "1e+21", "1e+21"), (0.0, "0", "0"), (-0.0, "-0", "-0"),
    (-1.5, "-1.5", "-1.5"), (5e-324, "5e-324", "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308"),
])
def test_texts(value, text, json_text):
    assert (gofloat.text(value), gofloat.json_text(value)) == (text, json_text)


def test_what_is_no_number():
    assert [gofloat.text(float(x)) for x in ("nan", "inf", "-inf")] == ["NaN", "+Inf", "-Inf"]
