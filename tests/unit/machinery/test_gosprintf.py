"""fmt.Sprintf, held to what Go prints."""
import pytest

from kubectl_lite.machinery.gofmt import Int
from kubectl_lite.machinery.gosprintf import sprintf


@pytest.mark.parametrize("pattern, args, expected", [
    ("%05d|%-5s|%5s|%x|%t", [42, "ab", "cd", 255, True], "00042|ab   |   cd|ff|true"),
    ("%6.2f|%e|%g|%v", [3.14159, 1234.5, 0.00001, 1e6], "  3.14|1.234500e+03|1e-05|1e+06"),
    ("%d", ["x"], "%!d(string=x)"),
    ("%.2f|%5d", [2, "a"], "%!f(int64=02)|%!d(string=    a)"),
    ("%s %d", ["x"], "x %!d(MISSING)"),
    ("x", [Int(1), "a"], "x%!(EXTRA int=1, string=a)"),
    ("%!", [], "%!!(MISSING)"),
    ("%", [], "%!(NOVERB)"),
    ("%[2]d %[1]d", [1, 2], "2 1"),
    ("%*d|%-*d|", [5, 1, 3, 2], "    1|2  |"),
    ("%v %s", [None, None], "<nil> %!s(<nil>)"),
    ("%q %q", ["a\"b\n", 65], "\"a\\\"b\\n\" 'A'"),
    ("%d %v", [[1, 2], {"b": 1, "a": None}], "[1 2] map[a:<nil> b:1]"),
    ("%T %T %T %T", [1, 1.5, {}, []], "int64 float64 map[string]interface {} []interface {}"),
    ("%+d|% d|%#x|%08.3f", [3, 4, 255, -1.5], "+3| 4|0xff|-001.500"),
    ("%U %c", [0x263A, 0x263A], "U+263A \u263a"),
    ("%#v", [{"a": [None, "x"]}], 'map[string]interface {}{"a":[]interface {}{interface {}(nil), "x"}}'),
    ("100%%", [], "100%"),
])
def test_formats(pattern, args, expected):
    assert sprintf(pattern, args) == expected
