"""What a call cost when it was run: the counterpart of functioncosts.py with the sizes of real values. A function without a rule costs one."""
from __future__ import annotations

from math import ceil

from kubectl_lite.machinery.cel.estimates import LIST, REGEX, STRUCT, TRAVERSAL
from kubectl_lite.machinery.cel.library.formats import Format
from kubectl_lite.machinery.cel.library.network import Cidr

AUTHORIZATION, LONGEST_FORMAT_REGEX = 350_000, 128


def of(name: str, arguments: list, result) -> int:
    """The cost of one call."""
    rule = RULES.get(name)
    return rule(arguments, result) if rule else 1


def size(value) -> int:
    """The size of a value: characters, bytes, elements; one for all else."""
    return len(value) if isinstance(value, (str, bytes, list, dict)) else 1


def _walk(value):
    """The cost of going through a whole value."""
    if isinstance(value, (str, bytes)):
        return int(len(value.encode() if isinstance(value, str) else value) * TRAVERSAL)
    if isinstance(value, list):
        return sum(map(_walk, value))
    if isinstance(value, dict):
        return sum(_walk(k) + _walk(v) for k, v in value.items())
    return 1


def _per_size(i, factor=TRAVERSAL):
    return lambda arguments, _result: ceil(size(arguments[i]) * factor)


def _compared(arguments, _result):
    return ceil(min(size(arguments[0]), size(arguments[1])) * TRAVERSAL)


def _added(arguments, _result):
    return ceil((size(arguments[0]) + size(arguments[1])) * TRAVERSAL) if isinstance(arguments[0], (str, bytes)) else 1


def _matched(arguments, _result):
    return ceil((1 + size(arguments[0])) * TRAVERSAL) * ceil(size(arguments[1]) * REGEX)


def _contained(arguments, _result):
    return ceil(size(arguments[0]) * TRAVERSAL) * ceil(size(arguments[1]) * TRAVERSAL)


def _within(arguments, _result):
    return len(arguments[1]) if isinstance(arguments[1], list) else 1


def _address(arguments, _result):
    return 1 if isinstance(arguments[0], Cidr) else ceil(size(arguments[0]) * TRAVERSAL)


def _in_network(arguments, _result):
    parsed = ceil(size(arguments[1]) * TRAVERSAL) if isinstance(arguments[1], str) else 0
    return ceil(2 * _bytes(arguments[0]) * TRAVERSAL) + parsed


def _network_in_network(arguments, result):
    return _in_network(arguments, result) + ceil(_bytes(arguments[0]) * TRAVERSAL) + 1


def _bytes(cidr):
    return cidr.network.max_prefixlen // 8


def _validated(arguments, _result):
    if not isinstance(arguments[0], Format):
        return 1
    return ceil((1 + size(arguments[1])) * TRAVERSAL) * ceil(LONGEST_FORMAT_REGEX * REGEX)


def _selected(arguments, _result):
    length = size(arguments[1])
    return LIST + ceil(length * TRAVERSAL) + ceil(ceil(length * 0.5) * (LIST + STRUCT))


RULES = {
    **{name: _compared for name in ("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_")}, "_+_": _added, "@in": _within,
    "startsWith": _per_size(1), "endsWith": _per_size(1), "contains": _contained, "matches": _matched, "find": _matched, "findAll": _matched,
    **{name: (lambda arguments, _result: _walk(arguments[0])) for name in ("isSorted", "sum", "max", "min", "indexOf", "lastIndexOf")},
    **{name: _per_size(0) for name in ("url", "lowerAscii", "upperAscii", "substring", "trim", "jsonpatch.escapeKey", "cidr", "isIP", "isCIDR", "quantity",
                                       "isQuantity", "semver", "isSemver", "format", "strings.quote")},
    "bytes": lambda arguments, _result: ceil(size(arguments[0]) * TRAVERSAL) if isinstance(arguments[0], str) else 1,
    "string": lambda arguments, _result: ceil(size(arguments[0]) * TRAVERSAL) if isinstance(arguments[0], bytes) else 1,
    "replace": _per_size(0, 2 * TRAVERSAL), "split": _per_size(0, 2 * TRAVERSAL), "ip.isCanonical": _per_size(0, 2 * TRAVERSAL),
    "join": lambda _arguments, result: ceil(size(result) * 2 * TRAVERSAL), "ip": _address, "containsIP": _in_network, "containsCIDR": _network_in_network,
    "validate": _validated, "check": lambda _arguments, _result: AUTHORIZATION, "fieldSelector": _selected, "labelSelector": _selected,
}
