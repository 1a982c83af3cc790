"""Label selectors: the text grammar of client-go with its messages, LabelSelector objects, and matching.

Mirrors apimachinery's labels package. A Selector is immutable; `str()` is its canonical text.
"""
from __future__ import annotations

from functools import lru_cache

from kubectl_lite.machinery import field, names

EXISTS, DOES_NOT_EXIST = "exists", "!"
EQUALS, DOUBLE_EQUALS, NOT_EQUALS = "=", "==", "!="
IN, NOT_IN, GREATER, LESS = "in", "notin", "gt", "lt"
BINARY_OPERATORS = "in, notin, =, ==, !=, gt, lt"

IDENTIFIER, END, ERROR = "identifier", "end", "error"
SYMBOLS = "=!(),><"
SPACES = " \t\r\n"
WORDS = {")", ",", "!", "==", "=", ">", "in", "<", "!=", "notin", "("}
OPERATORS = {"in": IN, "=": EQUALS, "==": DOUBLE_EQUALS, ">": GREATER, "<": LESS, "notin": NOT_IN, "!=": NOT_EQUALS}
OBJECT_OPERATORS = {"In": IN, "NotIn": NOT_IN, "Exists": EXISTS, "DoesNotExist": DOES_NOT_EXIST}
SIGNS = {EQUALS: "=", DOUBLE_EQUALS: "==", NOT_EQUALS: "!=", GREATER: ">", LESS: "<"}


class SelectorError(ValueError):
    """A selector that cannot be read; str() is Kubernetes' message."""


class Requirement:
    """One condition on one label."""
    __slots__ = ("key", "operator", "values")

    def __init__(self, key: str, operator: str, values: tuple):
        self.key, self.operator, self.values = key, operator, values

    def matches(self, labels: dict) -> bool:
        value = labels.get(self.key)
        if self.operator in (IN, EQUALS, DOUBLE_EQUALS):
            return value is not None and value in self.values
        if self.operator in (NOT_IN, NOT_EQUALS):
            return value is None or value not in self.values
        if self.operator == EXISTS:
            return value is not None
        if self.operator == DOES_NOT_EXIST:
            return value is None
        return self._compares(value)

    def _compares(self, value) -> bool:
        if not _is_int(value):
            return False
        limit = int(self.values[0])
        return int(value) > limit if self.operator == GREATER else int(value) < limit

    def __str__(self):
        if self.operator == EXISTS:
            return self.key
        if self.operator == DOES_NOT_EXIST:
            return "!" + self.key
        values = ",".join(sorted(self.values))
        if self.operator in (IN, NOT_IN):
            return f"{self.key} {self.operator} ({values})"
        return f"{self.key}{SIGNS[self.operator]}{values}"


class Selector:
    """Requirements that must all hold; `nothing` matches no object at all."""
    __slots__ = ("requirements", "nothing")

    def __init__(self, requirements=(), nothing: bool = False):
        self.requirements, self.nothing = tuple(requirements), nothing

    def matches(self, labels: dict | None) -> bool:
        if self.nothing:
            return False
        labels = labels or {}
        return all(r.matches(labels) for r in self.requirements)

    def empty(self) -> bool:
        return not self.requirements and not self.nothing

    def exact(self, key: str) -> str | None:
        """The one value that the selector requires of a label, if it does."""
        for r in self.requirements:
            if r.key == key:
                return r.values[0] if r.operator in (EQUALS, DOUBLE_EQUALS, IN) and len(r.values) == 1 else None
        return None

    def __str__(self):
        return ",".join(map(str, self.requirements))


EVERYTHING = Selector()
NOTHING = Selector(nothing=True)


def _is_int(value) -> bool:
    if not isinstance(value, str):
        return False
    digits = value[1:] if value[:1] in "+-" else value
    return digits.isdigit() and digits.isascii()


def requirement(key: str, operator: str, values) -> Requirement:
    """A checked requirement; SelectorError with every problem, as NewRequirement has it."""
    values = tuple(values)
    problems = []
    key_problems = names.label_key(key)
    if key_problems:
        problems.append(field.invalid("key", key, "; ".join(key_problems)))
    problems += _value_count_problems(operator, values)
    for i, value in enumerate(values):
        bad = names.label_value(value)
        if bad:
            problems.append(field.invalid(f"values[{i}][{key}]", value, "; ".join(bad)))
    if problems:
        raise SelectorError(_joined(problems))
    return Requirement(key, operator, values)


def _value_count_problems(operator, values):
    path = field.Path("values")
    if operator in (IN, NOT_IN):
        return [] if values else [field.invalid(path, [], "for 'in', 'notin' operators, values set can't be empty")]
    if operator in (EQUALS, DOUBLE_EQUALS, NOT_EQUALS):
        return [] if len(values) == 1 else [field.invalid(path, list(values), "exact-match compatibility requires one single value")]
    if operator in (EXISTS, DOES_NOT_EXIST):
        return [field.invalid(path, list(values), "values set must be empty for exists and does not exist")] if values else []
    problems = []
    if len(values) != 1:
        problems.append(field.invalid(path, list(values), "for 'Gt', 'Lt' operators, exactly one value is required"))
    return problems + [field.invalid(path.index(i), v, "for 'Gt', 'Lt' operators, the value must be an integer")
                       for i, v in enumerate(values) if not _is_int(v)]


def _joined(problems) -> str:
    texts = list(dict.fromkeys(map(str, problems)))
    return texts[0] if len(texts) == 1 else "[" + ", ".join(texts) + "]"


def _tokens(text: str) -> list[tuple[str, str]]:
    """The lexer: (token, literal) pairs; identifiers are IDENTIFIER, the end is END."""
    tokens, at = [], 0
    while at < len(text):
        char = text[at]
        if char in SPACES:
            at += 1
        elif char in SYMBOLS:
            token, at = _symbol(text, at)
            tokens.append(token)
        else:
            start = at
            while at < len(text) and text[at] not in SYMBOLS and text[at] not in SPACES:
                at += 1
            word = text[start:at]
            tokens.append((word if word in WORDS else IDENTIFIER, word))
    tokens.append((END, ""))
    return tokens


def _symbol(text: str, at: int):
    """The longest operator that starts here."""
    start, last = at, None
    while at < len(text) and text[at] in SYMBOLS:
        candidate = text[start:at + 1]
        if candidate in WORDS:
            last = candidate
        elif last is not None:
            break
        at += 1
    if last is None:
        return (ERROR, f"error expected: keyword found '{text[start:at]}'"), at
    return (last, last), at


class _Parser:
    """Recursive descent over the tokens; one selector, used once."""

    def __init__(self, text: str):
        self.tokens, self.at = _tokens(text), 0

    def peek(self, as_value=True):
        token, literal = self.tokens[self.at]
        return (IDENTIFIER, literal) if as_value and token in ("in", "notin") else (token, literal)

    def take(self, as_value=True):
        found = self.peek(as_value)
        if self.at < len(self.tokens) - 1:
            self.at += 1
        return found

    def selector(self) -> list[Requirement]:
        found: list[Requirement] = []
        while True:
            token, literal = self.peek()
            if token == END:
                return found
            if token not in (IDENTIFIER, "!"):
                raise SelectorError(f"found '{literal}', expected: !, identifier, or 'end of string'")
            found.append(self.one())
            token, literal = self.take()
            if token == END:
                return found
            if token != ",":
                raise SelectorError(f"found '{literal}', expected: ',' or 'end of string'")
            token, literal = self.peek()
            if token not in (IDENTIFIER, "!"):
                raise SelectorError(f"found '{literal}', expected: identifier after ','")

    def one(self) -> Requirement:
        try:
            return self.requirement()
        except SelectorError as e:
            raise SelectorError(f"unable to parse requirement: {e}") from None

    def requirement(self) -> Requirement:
        key, operator = self.key()
        if operator:
            return requirement(key, operator, ())
        token, literal = self.take(as_value=False)
        if token not in OPERATORS:
            raise SelectorError(f"found '{literal}', expected: {BINARY_OPERATORS}")
        values = self.values() if token in ("in", "notin") else self.exact()
        return requirement(key, OPERATORS[token], sorted(values))

    def key(self):
        operator = ""
        token, literal = self.take()
        if token == "!":
            operator = DOES_NOT_EXIST
            token, literal = self.take()
        if token != IDENTIFIER:
            raise SelectorError(f"found '{literal}', expected: identifier")
        problems = names.label_key(literal)
        if problems:
            raise SelectorError(str(field.invalid("<nil>", literal, "; ".join(problems))))
        if self.peek()[0] in (END, ",") and not operator:
            operator = EXISTS
        return literal, operator

    def exact(self) -> set:
        if self.peek()[0] in (END, ","):
            return {""}
        token, literal = self.take()
        if token != IDENTIFIER:
            raise SelectorError(f"found '{literal}', expected: identifier")
        return {literal}

    def values(self) -> set:
        token, literal = self.take()
        if token != "(":
            raise SelectorError(f"found '{literal}' expected: '('")
        token, literal = self.peek()
        if token == ")":
            self.take()
            return {""}
        if token not in (IDENTIFIER, ","):
            raise SelectorError(f"found '{literal}', expected: ',', ')' or identifier")
        found = self.identifiers()
        if self.take()[0] != ")":
            raise SelectorError(f"found '{literal}', expected: ')'")
        return found

    def identifiers(self) -> set:
        found: set = set()
        while True:
            token, literal = self.take()
            after, after_literal = self.peek()
            if token == IDENTIFIER:
                found.add(literal)
                if after == ")":
                    return found
                if after != ",":
                    raise SelectorError(f"found '{after_literal}', expected: ',' or ')'")
            elif token == ",":
                if self.comma(found, after):
                    return found
            else:
                raise SelectorError(f"found '{literal}', expected: ',', or identifier")

    def comma(self, found: set, after: str) -> bool:
        """A comma stands for an empty value at the start, at the end and before another; True at the end."""
        if not found:
            found.add("")
        if after == ")":
            found.add("")
            return True
        if after == ",":
            self.take()
            found.add("")
        return False


@lru_cache(256)
def parse(text: str) -> Selector:
    """A selector from its text; SelectorError with client-go's message."""
    return Selector(sorted(_Parser(text).selector(), key=lambda r: r.key))


def from_object(selector: dict | None) -> Selector:
    """A selector from a LabelSelector object: none matches nothing, an empty one everything."""
    if selector is None:
        return NOTHING
    found = [requirement(k, EQUALS, (v,)) for k, v in (selector.get("matchLabels") or {}).items()]
    for expression in selector.get("matchExpressions") or ():
        operator = OBJECT_OPERATORS.get(expression.get("operator", ""))
        if operator is None:
            raise SelectorError(f"{field.go_quote(expression.get('operator', ''))} is not a valid label selector operator")
        found.append(requirement(expression.get("key", ""), operator, expression.get("values") or ()))
    return Selector(sorted(found, key=lambda r: r.key))


def from_set(labels: dict | None) -> Selector:
    """A selector that requires each of the labels, unchecked; as SelectorFromSet."""
    return Selector(Requirement(k, EQUALS, (v,)) for k, v in sorted((labels or {}).items()))


def matches_object(selector: dict | None, labels: dict | None) -> bool:
    """Whether a LabelSelector object selects these labels."""
    return from_object(selector).matches(labels)
