"""Random expressions: each compiles or is refused, has a value or has none, and nothing else happens. The round is the seed."""
from __future__ import annotations

import random

import pytest

from kubectl_lite.machinery import cel
from kubectl_lite.machinery.cel import signatures
from kubectl_lite.machinery.cel import types as t

ROUNDS, EXPRESSIONS = 12, 150
VALUES = {"self": {"a": [1, "x", None], "d": 1.5, "m": {"k": "v", "n": {"b": True}}, "s": "text"}, "n": 3, "l": ["b", "a"]}
ENV = cel.Env({"self": t.DYN, "n": t.INT, "l": t.list_of(t.STRING)}, {"JSONPatch": t.object_of("JSONPatch", {"op": t.STRING})}, ("bindings", "jsonpatch"))
LITERALS = ("0", "1", "-1", "9223372036854775807", "1u", "1.5", "1e300", "true", "null", "''", "'a'", "'é'", "'1h'", "'2024-01-01T00:00:00Z'", "'10.0.0.0/8'", "'1.2.3'",
            "'https://a.b/c?d=e'", "b'\\xff'", "'['", "'%d%s'", "[]", "{}", "self", "self.a", "self.m", "self.d", "n", "l", "optional.none()", "timestamp(0)", "duration('1s')")
OPERATORS = ("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "in")
MACROS = ("all", "exists", "exists_one", "map", "filter", "sortBy", "optMap", "transformList", "transformMap", "transformMapEntry")
CUT = 0.1  # how many texts are cut off or disturbed, so that they do not even parse


class Maker:
    """Random expressions."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self):
        made = self.expression(0)
        if self.random.random() < CUT:
            at = self.random.randrange(len(made) + 1)
            made = made[:at] + self.random.choice(("", "(", "'", "$", "]", "..", "?")) + made[at + 1:]
        return made

    def expression(self, depth):
        pick = self.random.random()
        if depth > 3 or pick < 0.25:
            return self.random.choice(LITERALS)
        below = lambda: self.expression(depth + 1)
        if pick < 0.4:
            return f"({below()} {self.random.choice(OPERATORS)} {below()})"
        if pick < 0.6:
            name, rows = self.random.choice(list(signatures.METHODS.items()))
            return f"{below()}.{name}({', '.join(below() for _ in self.random.choice(rows)[0][1:])})"
        if pick < 0.75:
            name, rows = self.random.choice([item for item in signatures.FUNCTIONS.items() if item[0][0].isalpha()])
            return f"{name}({', '.join(below() for _ in self.random.choice(rows)[0])})"
        return self.random.choice(self.OTHERS)(self, below)

    OTHERS = (lambda s, b: f"({b()} ? {b()} : {b()})", lambda s, b: f"[{b()}, ?{b()}]", lambda s, b: f"{{{b()}: {b()}}}", lambda s, b: f"{b()}[{b()}]", lambda s, b: f"{b()}[?{b()}]",
              lambda s, b: f"{b()}.?k", lambda s, b: f"{b()}.m.n", lambda s, b: f"has({b()}.k)", lambda s, b: f"cel.bind(x, {b()}, x)", lambda s, b: f"!{b()}", lambda s, b: f"-{b()}",
              lambda s, b: f"JSONPatch{{op: {b()}}}", lambda s, b: f"dyn({b()})", lambda s, b: f"type({b()})", lambda s, b: f"{b()}.{s.random.choice(MACROS)}(x, {b()})",
              lambda s, b: f"{b()}.{s.random.choice(MACROS)}(x, y, {b()})")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_random_expressions(seed):
    maker = Maker(seed)
    for _ in range(EXPRESSIONS):
        text = maker.text()
        try:
            program = cel.compile(text, ENV)
            assert program.estimate(lambda path: None) >= 0
            program.evaluate(VALUES, cel.Meter())
        except (cel.CompileError, cel.EvaluationError) as told:
            assert str(told), text
        except Exception as wrong:
            raise AssertionError(f"{text}: {wrong!r}") from wrong


def test_they_are_worth_running():
    maker, compiled = Maker(0), 0
    for _ in range(EXPRESSIONS):
        try:
            cel.compile(maker.text(), ENV)
            compiled += 1
        except cel.CompileError:
            pass
    assert compiled > EXPRESSIONS // 5
