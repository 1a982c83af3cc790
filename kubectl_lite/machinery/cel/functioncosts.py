"""What one call of each function costs at most, and how large its value is: cel-go's and Kubernetes' libraries.

A rule is (call) -> (cost of the call itself, size of its value or None); a function without a rule costs one. `Call` knows the sizes of the arguments.
"""
from __future__ import annotations

from kubectl_lite.machinery.cel import types as t
from kubectl_lite.machinery.cel.estimates import LARGEST, LIST, NONE, ONE, REGEX, STRUCT, TRAVERSAL, UNKNOWN, add, scaled, times, total, union

AUTHORIZATION = (350_000, 350_000)  # at most two checks in an expression
LONGEST_FORMAT_REGEX, LONGEST_FORMAT = 128, 64
ADDRESS = (4, 16)                   # bytes of an IP address
TEXTS = ("string", "bytes")


class Call:
    """A call whose cost is asked for: its arguments (a method's target first), their costs and types, and the overloads that fit."""
    __slots__ = ("coster", "node", "given")

    def __init__(self, coster, node, given):
        self.coster, self.node, self.given = coster, node, given

    def size(self, i):
        return self.coster.size_or_unknown(self.node.args[i])

    def has(self, i):
        return i < len(self.node.args)

    def type(self, i):
        return self.node.args[i].type

    def item_size(self, i):
        """The size of what is in a list, None for what is no list."""
        type_ = self.type(i)
        if not type_.params:
            return None
        path = self.coster.path(self.node.args[i])
        most = self.coster.most_at((*path, "@items")) if path else None
        return UNKNOWN if most is None else (0, most)


def of_call(coster, node, given) -> tuple:
    """(the cost of a call and its arguments, the size of its value or None)."""
    call = Call(coster, node, given)
    logical = LOGICAL.get(node.value)
    if logical:
        return logical(call)
    rule = (METHODS if node.kind == "method" else FUNCTIONS).get(node.value)
    cost, size = (rule(call) if rule else None) or (ONE, None)
    return add(total(given), cost), size


def _either(call):
    left, right = call.given
    return (left[0], add(left, right)[1]), None


def _conditional(call):
    condition, yes, no = call.given
    coster, (_condition, if_true, if_false) = call.coster, call.node.args
    entries = coster.entry(if_true), coster.entry(if_false)
    if None not in entries:
        coster.keep(call.node, None, tuple(union(a, b) for a, b in zip(*entries)))
    return add(condition, union(yes, no)), union(call.size(1), call.size(2))


LOGICAL = {"_&&_": _either, "_||_": _either, "_?_:_": _conditional}


def _kinds(call):
    """The names of the first argument's type in the overloads that fit."""
    return {arguments[0].name for arguments in call.node.overloads}


def _sum(call):
    kinds, size = _kinds(call), add(call.size(0), call.size(1))
    entries = call.coster.entry(call.node.args[0]), call.coster.entry(call.node.args[1])
    if "list" in kinds and None not in entries:
        call.coster.keep(call.node, None, tuple(union(a, b) for a, b in zip(*entries)))
    costs = [scaled(size, TRAVERSAL)] * bool(kinds & set(TEXTS)) + [ONE] * bool(kinds - set(TEXTS))
    return (costs[0] if len(costs) == 1 else union(*costs)), (size if kinds & {"string", "bytes", "list"} else None)


def _shorter(call):
    """Comparing walks through the shorter of two values."""
    most = min(call.size(0)[1], call.size(1)[1])
    return scaled((1 if most else 0, most), TRAVERSAL), None


def _order(call):
    kinds = _kinds(call)
    if not kinds & set(TEXTS):
        return None
    cost, size = _shorter(call)
    return (cost if kinds <= set(TEXTS) else union(cost, ONE)), size


def _equal(call):
    left = call.type(0)
    if left == call.type(1) and left in UNIT_EQUALITY:
        return ONE, None
    if left == call.type(1) == t.FORMAT:
        return scaled((1, LONGEST_FORMAT), TRAVERSAL), None
    if left == call.type(1) == t.URL:
        size = call.coster.size(call.node.args[1])
        return scaled((1, size[1] if size else 1), TRAVERSAL), None
    return _shorter(call)


UNIT_EQUALITY = (t.QUANTITY, t.IP, t.CIDR, t.SEMVER, t.AUTHORIZER, t.PATH_CHECK, t.GROUP_CHECK, t.RESOURCE_CHECK, t.DECISION)


def _in_list(call):
    return (call.size(1), None) if call.type(1).name != "map" else None


def _to_bytes(call):
    if call.type(0).name != "string":
        return None
    least, most = call.size(0)
    return scaled((least, most), TRAVERSAL), (least, min(most * 4, LARGEST))


def _to_string(call):
    if call.type(0).name != "bytes":
        return None
    least, most = call.size(0)
    return scaled((least, most), TRAVERSAL), (least // 4, most)


def _quote(call):
    least, most = call.size(0)
    return scaled((least, most), TRAVERSAL), (least + 2, min(most * 2 + 2, LARGEST))


def _url(call):
    return scaled(call.size(0), TRAVERSAL), call.size(0)


def _format_text(call):
    return scaled(call.size(0), TRAVERSAL), None


def _affix(call):
    return scaled(call.size(1), TRAVERSAL), None


def _contains(call):
    return times(scaled(call.size(0), TRAVERSAL), scaled(call.size(1), TRAVERSAL)), None


def _matching(call):
    return times(scaled(add(call.size(0), ONE), TRAVERSAL), scaled(call.size(1), REGEX))


def _matches(call):
    return _matching(call), None


def _find(call):
    return _matching(call), (0, call.size(0)[1])


def _walk(call):
    """Each element costs one, and walking through it if it is a text."""
    inside = call.item_size(0)
    if inside is None:
        return scaled(call.size(0), TRAVERSAL), None
    each = add(ONE, scaled(inside, TRAVERSAL)) if call.type(0).params[0].name in TEXTS else ONE
    return times(call.size(0), each), None


def _same_length(call):
    return scaled(call.size(0), TRAVERSAL), call.size(0)


def _replace(call):
    size, old, new = call.size(0), call.size(1), call.size(2)
    if old[0] == 0:
        most = min((size[1] + 1) * new[1] + size[1], LARGEST)
    elif new[1] <= old[0]:
        most = size[1]
    else:
        most = min(-(-size[1] // old[0]) * new[1], LARGEST)
    if old[1] == 0:
        least = (size[0] + 1) * new[0] + size[0]
    elif old[1] <= new[0]:
        least = size[0]
    else:
        least = -(-size[0] // old[1]) * new[0]
    return scaled(size, 2 * TRAVERSAL), (min(least, LARGEST), most)


def _split(call):
    most = call.size(0)[1]
    if call.has(2) and call.node.args[2].kind == "literal":
        most = call.node.args[2].value % (LARGEST + 1)
    return scaled(call.size(0), 2 * TRAVERSAL), (0, most)


def _join(call):
    items, inside = call.size(0), call.item_size(0)
    size = times(items, inside) if inside is not None else NONE
    if call.has(1):
        size = add(size, times(call.size(1), tuple(max(n - 1, 0) for n in items)))
    return scaled(size, TRAVERSAL), size


def _contains_address(call):
    cost = scaled(add(ADDRESS, ADDRESS), TRAVERSAL)
    return (add(cost, scaled(call.size(1), TRAVERSAL)) if call.type(1).name == "string" else cost), None


def _contains_network(call):
    cost, _ = _contains_address(call)
    return add(cost, add(scaled(ADDRESS, TRAVERSAL), ONE)), None


def _validate(call):
    return scaled(scaled(call.size(1), TRAVERSAL), LONGEST_FORMAT_REGEX * REGEX), None


def _selector(call):
    length = call.size(1)
    requirements = scaled(scaled(length, 0.5), LIST + STRUCT)
    return add(add((LIST, LIST), scaled(length, TRAVERSAL)), requirements), None


FUNCTIONS = {
    "_+_": _sum, "_==_": _equal, "_!=_": _shorter, "_<_": _order, "_<=_": _order, "_>_": _order, "_>=_": _order, "@in": _in_list,
    "bytes": _to_bytes, "string": _to_string, "strings.quote": _quote, "url": _url, "jsonpatch.escapeKey": _url,
}
METHODS = {
    "check": lambda call: (AUTHORIZATION, None), "fieldSelector": _selector, "labelSelector": _selector, "format": _format_text,
    "startsWith": _affix, "endsWith": _affix, "contains": _contains, "matches": _matches, "find": _find, "findAll": _find,
    **{name: _walk for name in ("isSorted", "sum", "max", "min", "indexOf", "lastIndexOf")},
    **{name: _same_length for name in ("lowerAscii", "upperAscii", "substring", "trim")},
    "replace": _replace, "split": _split, "join": _join, "containsIP": _contains_address, "containsCIDR": _contains_network, "validate": _validate,
}
