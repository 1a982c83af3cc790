"""What expressions compile to, and cel-go's reports of those that do not."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery import cel
from kubectl_lite.machinery.cel import types as t

ENV = cel.Env({"self": t.object_of("object", {"n": t.INT, "s": t.STRING, "l": t.list_of(t.STRING), "m": t.map_of(t.STRING, t.INT)}), "object": t.DYN, "declared": t.ANY})
OPERAND = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"


def trouble(text):
    with pytest.raises(cel.CompileError) as caught:
        cel.compile(text, ENV)
    return [line.removeprefix("ERROR: <input>:") for line in str(caught.value).split("\n") if line.startswith("ERROR")]


@pytest.mark.parametrize("text, expected", [
    ("self.n ==", [f"1:10: Syntax error: mismatched input '<EOF>' expecting {OPERAND}"]),
    ("self.n = 3", ["1:8: Syntax error: token recognition error at: '= '", "1:10: Syntax error: extraneous input '3' expecting <EOF>"]),
    ("*@a | b", [f"1:1: Syntax error: extraneous input '*' expecting {OPERAND}", "1:2: Syntax error: token recognition error at: '@'",
                 "1:5: Syntax error: token recognition error at: '| '", "1:7: Syntax error: extraneous input 'b' expecting <EOF>"]),
    ("1 + $", ["1:5: Syntax error: token recognition error at: '$'", f"1:6: Syntax error: mismatched input '<EOF>' expecting {OPERAND}"]),
    ("1 + 2\n3 +", ["2:1: Syntax error: mismatched input '3' expecting <EOF>"]),
    ("(self.n > 1", ["1:12: Syntax error: missing ')' at '<EOF>'"]),
    ("f(", ["1:3: Syntax error: mismatched input '<EOF>' expecting " + OPERAND.replace("'(', ", "'(', ')', ")]),
    ("f(1 2)", ["1:5: Syntax error: extraneous input '2' expecting ')'"]), ("[1, 2", ["1:6: Syntax error: mismatched input '<EOF>' expecting {']', ','}"]),
    ("{", ["1:2: Syntax error: mismatched input '<EOF>' expecting "
           + OPERAND.replace("'(', '.', ", "'}', '(', '.', ',', ").replace("'!', ", "'!', '\\u003F', ")]),
    ('"\\xFh"', ["1:1: Syntax error: token recognition error at: '\"\\xFh'", "1:6: Syntax error: token recognition error at: '\"'",
                 f"1:7: Syntax error: mismatched input '<EOF>' expecting {OPERAND}"]),
    ("1.all(2, 3)", ["1:7: argument must be a simple name"]),
    ("has(m)", ["1:5: invalid argument to has() macro"]),
])
def test_syntax_errors(text, expected):
    assert trouble(text) == expected


@pytest.mark.parametrize("text, expected", [
    ("x.y", "1:1: undeclared reference to 'x' (in container '')"),
    ("self.none", "1:5: undefined field 'none'"),
    ("self.n == 'x'", "1:8: found no matching overload for '_==_' applied to '(int, string)'"),
    ("self.s.foo()", "1:11: undeclared reference to 'foo' (in container '')"),
    ("self.l.all(x, x)", "1:11: found no matching overload for '_&&_' applied to '(bool, string)'"),
    ("self.n ? 1 : 2", "1:8: found no matching overload for '_?_:_' applied to '(int, int, int)'"),
    ("[1, 'a']", "1:5: expected type 'int' but found 'string'"),
    ("{'a': 1, 'b': 'c'}", "1:15: expected type 'int' but found 'string'"),
    ("self.n.all(x, true)", "1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)"),
    ("[?1]", "1:3: expected type 'optional_type(int)' but found 'int'"),
    ("self.n.optMap(x, x)", "1:14: found no matching overload for 'hasValue' applied to 'int.()'"),
    ("duration('1x')", "1:10: invalid duration argument"),
    ("self.s.matches('[')", "1:16: invalid matches argument"),
    ("'%d'.format(['a'])", "1:14: error during formatting: decimal clause can only be used on integers, was given string"),
    ("'%z'.format([1])", "1:12: could not parse formatting clause: unrecognized formatting clause \"z\""),
    ("'%s'.format([1, 2])", "1:12: too many arguments supplied to string.format (expected 1, got 2)"),
    ("'%s%'.format([1, 2])", "1:13: unexpected end of string"), ("'%s%s'.format([1])", "1:14: index 1 out of range"),
    ("'x'.reverse()", "1:12: found no matching overload for 'reverse' applied to 'string.()'"),
    ("[[1]].max()", "1:10: found no matching overload for 'max' applied to 'list(list(int)).()'"),
    ("declared.all(x, true)", "1:1: expression of type 'any' cannot be range of a comprehension (must be list, map, or dynamic)"),
])
def test_check_errors(text, expected):
    assert trouble(text) == [expected]


@pytest.mark.parametrize("text, name", [
    ("self.l.map(x, size(x))", "list(int)"), ("self.m.all(k, k != '')", "bool"), ("[[1], []]", "list(list(int))"), ("object.spec.x", "dyn"),
    ("self.?s.orValue('')", "string"), ("self.l.transformList(i, v, i)", "list(int)"), ("{'a': dyn(1), 'b': 'x'}", "map(string, dyn)"),
])
def test_types(text, name):
    assert str(cel.compile(text, ENV).type) == name


@pytest.mark.parametrize("text, unknown", [("cel.bind(x, 1, x)", ["cel", "bind", "x", "x"]), ("math.abs(1)", ["math", "abs"]), ("base64.encode(b'')", ["base64", "encode"]),
                                           ("jsonpatch.escapeKey('')", ["jsonpatch", "escapeKey"])])
def test_what_only_other_expressions_know(text, unknown):
    assert [told.split("'")[1] for told in trouble(text)] == unknown


def test_bindings_where_they_are_known():
    env = cel.Env({}, libraries=("bindings",))
    assert cel.compile("cel.bind(x, 1, x + 1)", env).type == t.INT
    with pytest.raises(cel.CompileError, match="cel.bind\\(\\) variable names must be simple identifiers"):
        cel.compile("cel.bind(1, 1, 2)", env)


@pytest.mark.parametrize("text", ["(" * 240 + "1" + ")" * 240, "!" * 240 + "true", "1" + " + 1" * 400, "[" * 240 + "]" * 240])
def test_expressions_nest_deeply(text):
    assert cel.compile(text, ENV).evaluate({}) is not None


def test_expressions_nest_no_deeper():
    assert trouble("(" * 251 + "1" + ")" * 251) == ["1:251: expression recursion limit exceeded: 250"]


def test_a_report_shows_the_place():
    with pytest.raises(cel.CompileError) as caught:
        cel.compile("1 +\nnope", ENV)
    assert str(caught.value) == "ERROR: <input>:2:1: undeclared reference to 'nope' (in container '')\n | nope\n | ^"
