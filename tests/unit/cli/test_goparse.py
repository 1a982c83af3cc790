import pytest

from kubectl_lite.cli import goparse


@pytest.mark.parametrize("text,seconds", [("0", 0), ("1s", 1), ("1m30s", 90), ("1.5h", 5400), ("-2m", -120), ("100ms", 0.1), ("+3s", 3), (".5s", 0.5)])
def test_durations(text, seconds):
    assert goparse.duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text,message", [
    ("", 'time: invalid duration ""'), ("x", 'time: invalid duration "x"'), ("5", 'time: missing unit in duration "5"'),
    ("5x", 'time: unknown unit "x" in duration "5x"'), ("1m5", 'time: missing unit in duration "1m5"'),
])
def test_bad_durations_speak_go(text, message):
    with pytest.raises(ValueError) as e:
        goparse.duration(text)
    assert str(e.value) == message


@pytest.mark.parametrize("text,value", [("7", 7), ("0x10", 16), ("-3", -3), ("010", 8), ("0b11", 3), ("1_000", 1000)])
def test_integers(text, value):
    assert goparse.integer(text) == value


@pytest.mark.parametrize("text,bits,why", [("x", 64, "invalid syntax"), ("", 64, "invalid syntax"), ("1.5", 64, "invalid syntax"),
                                           ("99999999999", 32, "value out of range")])
def test_bad_integers(text, bits, why):
    with pytest.raises(ValueError) as e:
        goparse.integer(text, bits)
    assert str(e.value) == f'strconv.ParseInt: parsing "{text}": {why}'


@pytest.mark.parametrize("text,fields", [("a,b", ["a", "b"]), ("", []), ('"a,b",c', ["a,b", "c"]), ('"a""b"', ['a"b']), ("a,", ["a", ""])])
def test_csv(text, fields):
    assert goparse.csv_line(text) == fields


def test_csv_with_a_bare_quote():
    with pytest.raises(ValueError, match='parse error on line 1, column 5: bare " in non-quoted-field'):
        goparse.csv_line("a,'b\"'")


def test_lists_begin_anew_and_then_grow():
    assert goparse.parse("stringSlice", "a,b", ["default"], changed=False) == ["a", "b"]
    assert goparse.parse("stringSlice", "c", ["a", "b"], changed=True) == ["a", "b", "c"]
    assert goparse.parse("stringArray", "a,b", [], changed=False) == ["a,b"]


def test_maps():
    assert goparse.parse("stringToString", "a=b,c=d", {}, False) == {"a": "b", "c": "d"}
    assert goparse.parse("mapStringString", " a = b ,c=d", {}, False) == {"a": "b", "c": "d"}
    with pytest.raises(ValueError, match="foo must be formatted as key=value"):
        goparse.parse("stringToString", "foo", {}, False)
    with pytest.raises(ValueError, match="malformed pair, expect string=string"):
        goparse.parse("mapStringString", "foo", {}, False)
