"""Runs a parsed JSONPath over decoded JSON and prints the results, as client-go does.

Owns evaluation and the text of results. A result set is a list of lists of values, one list for each node of the template.
"""
from __future__ import annotations

from kubectl_lite.machinery import gofmt, gojson
from kubectl_lite.machinery.jsonpath.parse import JSONPathError, Missing, parse

INVALID = object()  # Go's zero reflect.Value: what the body of an empty range sees


class JSONPath:
    """One template. `allow_missing` makes absent fields empty results instead of errors."""
    __slots__ = ("nodes", "allow_missing", "_begin", "_in", "_end", "_last_end")

    def __init__(self, text: str, allow_missing: bool = True):
        self.nodes, self.allow_missing = parse(text), allow_missing

    def find(self, data) -> list:
        """The results of each node of the template, in order."""
        self._begin = self._in = self._end = 0
        self._last_end = -1
        return self._find(data, 0)

    def text(self, data, as_json: bool = False) -> str:
        """What the template prints; `as_json` prints each node's results as an indented JSON list."""
        results = self.find(data)
        if as_json:
            return "".join(gojson.indented([r for r in group if r is not INVALID]) + "\n" for group in results)
        return "".join(" ".join(map(print_value, group)) for group in results)

    def _find(self, data, start: int) -> list:
        full, i = [], start
        while i < len(self.nodes):
            results = self._walk([data], self.nodes[i])
            if 0 < self._end <= self._in:
                self._end -= 1
                self._last_end = i
                break
            if self._begin > 0:
                self._range(results, i, full)
                i = max(i, self._last_end)
            else:
                full.append(results)
            i += 1
        return full

    def _range(self, results: list, i: int, full: list) -> None:
        """Run what follows a range node for each result (once without output when there is none)."""
        self._begin -= 1
        self._in += 1
        for value in results:
            full.extend(self._find(value, i + 1))
        if not results:
            self._find(INVALID, i + 1)
        self._in -= 1

    def _walk(self, values: list, node: tuple) -> list:
        return _STEPS[node[0]](self, values, node)

    def _list(self, values, node):
        for child in node[1]:
            values = self._walk(values, child)
        return values

    def _text(self, values, node):
        return [node[1]]

    def _constant(self, values, node):
        return [node[1]] * len(values)

    def _identifier(self, values, node):
        if node[1] == "range":
            self._begin += 1
            return values
        if node[1] != "end":
            raise JSONPathError(f"unrecognized identifier {node[1]}")
        if self._in == 0:
            raise JSONPathError("not in range, nothing to end")
        self._end += 1
        return []

    def _field(self, values, node):
        name = node[1]
        results = [value[name] for value in values if isinstance(value, dict) and name in value]
        if not results and values and not self.allow_missing:
            raise Missing(f"{name} is not found")
        return results

    def _array(self, values, node):
        results: list = []
        for value in values:
            if value is None:
                continue
            if not isinstance(value, list):
                raise JSONPathError(f"{_type(value)} is not array or slice")
            picked = _pick(value, node[1])
            if picked is None:
                return results
            results += picked
        return results

    def _union(self, values, node):
        return [result for child in node[1] for result in self._walk(values, child)]

    def _wildcard(self, values, node):
        return [child for value in values for child in _children(value)]

    def _recursive(self, values, node):
        results: list = []
        for value in values:
            children = _children(value)
            if children:
                results.append(value)
                results += self._recursive(children, node)
        return results

    def _filter(self, values, node):
        results: list = []
        for value in values:
            if not isinstance(value, list):
                shown = "<invalid reflect.Value>" if value is INVALID else gofmt.text(value)
                raise JSONPathError(f"{shown} is not array or slice and cannot be filtered")
            results += [item for item in value if self._passes(item, node)]
        return results

    def _passes(self, item, node) -> bool:
        _, left, operator, right = node
        if operator == "exists":
            return self._exists(item, left)
        lefts = self._walk([item], left)
        if not lefts or _single(lefts):
            return False
        rights = self._walk([item], right)
        if not rights or _single(rights):
            return False
        return _compare(lefts[0], operator, rights[0])

    def _exists(self, item, left) -> bool:
        """client-go drops errors here, and most of them leave the input as the result."""
        try:
            return bool(self._walk([item], left))
        except JSONPathError as e:
            return not isinstance(e, Missing)


_STEPS = {
    "list": JSONPath._list, "text": JSONPath._text, "int": JSONPath._constant, "float": JSONPath._constant, "bool": JSONPath._constant,
    "identifier": JSONPath._identifier, "field": JSONPath._field, "array": JSONPath._array, "union": JSONPath._union,
    "wildcard": JSONPath._wildcard, "recursive": JSONPath._recursive, "filter": JSONPath._filter,
}


def print_value(value) -> str:
    """One result as text: maps and lists as JSON, everything else as fmt prints it."""
    if isinstance(value, (dict, list)):
        return gojson.compact(value)
    if value is INVALID:
        return gofmt.NO_VALUE
    return "null" if value is None else gofmt.text(value)


def _type(value) -> str:
    return "<nil>" if value is INVALID else gofmt.type_name(value)


def _single(results: list) -> bool:
    if len(results) > 1:
        raise JSONPathError("can only compare one element at a time")
    return False


def _children(value) -> list:
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    if isinstance(value, list):
        return value
    if isinstance(value, str):
        return [gofmt.Byte(byte) for byte in value.encode("utf-8", "surrogateescape")]
    return []


def _pick(items: list, params: tuple) -> list | None:
    """The slice of a list; None when it asks for nothing, which ends the whole evaluation of the array node."""
    (_, start, _), (end_known, end, derived), (step_known, step, _) = params
    length = len(items)
    if start < 0:
        start += length
    if not end_known:
        end = length
    elif end < 0 or end == 0 and derived:
        end += length
    if start == end:
        return None
    if not 0 <= start < length:
        raise JSONPathError(f"array index out of bounds: index {start}, length {length}")
    if not 0 <= end <= length:
        raise JSONPathError(f"array index out of bounds: index {end - 1}, length {length}")
    if start > end:
        raise JSONPathError(f"starting index {start} is greater than ending index {end}")
    if step_known and step <= 0:
        raise JSONPathError("step must be > 0")
    return items[start:end:step if step_known else 1]


def _kind(value) -> str:
    """Go's comparison classes."""
    if isinstance(value, bool):
        return "bool"
    for kind, name in ((int, "int"), (float, "float"), (str, "string")):
        if isinstance(value, kind):
            return name
    raise JSONPathError("invalid type for comparison")


def _compare(left, operator: str, right) -> bool:
    if operator in ("==", "!="):
        return _equal(left, right) == (operator == "==")
    if operator == "<":
        return _less(left, right)
    if operator == ">":
        return not (_less(left, right) or _equal(left, right))
    if operator == "<=":
        return _less(left, right) or _equal(left, right)
    if operator == ">=":
        return not _less(left, right)
    raise JSONPathError(f"unrecognized filter operator {operator}")


def _equal(left, right) -> bool:
    if _kind(left) != _kind(right):
        raise JSONPathError("incompatible types for comparison")
    return left == right


def _less(left, right) -> bool:
    kind = _kind(left)
    if kind != _kind(right):
        raise JSONPathError("incompatible types for comparison")
    if kind == "bool":
        raise JSONPathError("invalid type for comparison")
    return left < right
