"""How much an expression can cost, before it is run: cel-go's cost estimates with Kubernetes' cost of its libraries (functioncosts.py).

An estimate is a pair (least, most) in cel-go's units, as is the size of a value (characters, bytes, elements). Sizes that nothing bounds are UNKNOWN.
"""
from __future__ import annotations

from math import ceil

from kubectl_lite.machinery.cel import types as t

LARGEST = (1 << 64) - 1
UNKNOWN, ONE, NONE = (0, LARGEST), (1, 1), (0, 0)
TRAVERSAL, REGEX = 0.1, 0.25           # per character of a text that is walked through; of a regular expression
LIST, MAP, STRUCT = 10, 30, 40         # what making one costs
SCALARS = ("bool", "double", "duration", "int", "timestamp", "uint")


def add(a, b):
    """The sum of two estimates."""
    return min(a[0] + b[0], LARGEST), min(a[1] + b[1], LARGEST)


def times(a, b):
    """The product of two estimates."""
    return min(a[0] * b[0], LARGEST), min(a[1] * b[1], LARGEST)


def scaled(a, factor):
    """An estimate times a factor, rounded up."""
    return tuple(min(ceil(float(n) * factor), LARGEST) for n in a)


def union(a, b):
    """What covers both estimates."""
    return min(a[0], b[0]), max(a[1], b[1])


def total(estimates):
    """The sum of any number of estimates."""
    result = NONE
    for estimate in estimates:
        result = add(result, estimate)
    return result


def estimate(tree, most_at) -> tuple[int, int]:
    """The cost of a checked tree; `most_at(path)` is the largest size of what a path of variable, fields, @items and @values names, or None."""
    return Coster(most_at).cost(tree)


class Local:
    """A variable of a macro: where its values stand, their size, and the size of what is in them, each None when it is not known."""
    __slots__ = ("path", "size", "entry")

    def __init__(self, path, size=None, entry=None):
        self.path, self.size, self.entry = path, size, entry


class Coster:
    """One estimation. `entry` sizes are of what a list or map holds: (key size, value size)."""

    def __init__(self, most_at):
        self.most_at, self.locals = most_at, {}
        self.paths, self.sizes, self.entries = {}, {}, {}

    def cost(self, node):
        return getattr(self, "_" + node.kind)(node)

    def path(self, node):
        local = self.locals.get(node.value) if node.kind == "ident" else None
        return local.path if local else self.paths.get(id(node), ())

    def size(self, node):
        """The size of a node's value, None when nothing is known of it."""
        if id(node) in self.sizes:
            return self.sizes[id(node)]
        own = _literal_size(node)
        if own:
            return own
        path = self.path(node)
        most = self.most_at(path) if path else None
        if most is not None:
            self.sizes[id(node)] = (0, most)
            return 0, most
        if _is_scalar(node.type):
            return ONE
        local = self.locals.get(node.value) if node.kind == "ident" else None
        return local.size if local else None

    def size_or_unknown(self, node):
        size = self.size(node)
        return UNKNOWN if size is None else size

    def entry(self, node):
        found = self.entries.get(id(node))
        local = self.locals.get(node.value) if found is None and node.kind == "ident" else None
        return local.entry if local else found

    def keep(self, node, size, entry=None):
        if size is not None:
            self.sizes[id(node)] = size
        if entry is not None:
            self.entries[id(node)] = entry

    def _literal(self, _node):
        return NONE

    def _ident(self, node):
        self.paths[id(node)] = self.locals[node.value].path if node.value in self.locals else (node.value,)
        return ONE

    def _select(self, node):
        cost = self.cost(node.args[0])
        self.paths[id(node)] = (*self.path(node.args[0]), node.value)
        operand = node.args[0].type
        return add(cost, ONE) if operand.fields is not None or operand.name == "map" else cost

    def _test(self, node):
        return self.cost(node.args[0])

    def _optselect(self, node):
        return add(self.cost(node.args[0]), ONE)

    def _list(self, node):
        cost = add(total(self.cost(a) for a in node.args), (LIST, LIST))
        self.keep(node, None, (ONE, self._all_sizes(node.args)))
        return cost

    def _map(self, node):
        cost = add(total(self.cost(a) for a in node.args), (MAP, MAP))
        self.keep(node, None, (self._all_sizes(node.args[::2]), self._all_sizes(node.args[1::2])))
        return cost

    def _all_sizes(self, nodes):
        sizes = [self.size_or_unknown(n) for n in nodes]
        return (min(s[0] for s in sizes), max(s[1] for s in sizes)) if sizes else NONE

    def _struct(self, node):
        return add(total(self.cost(a) for a in node.args), (STRUCT, STRUCT))

    def _call(self, node):
        from kubectl_lite.machinery.cel import functioncosts
        given = [self.cost(a) for a in node.args]
        if node.value == "dyn":
            self.keep(node, self.size(node.args[0]), self.entry(node.args[0]))
            return add(ONE, given[0])
        cost, size = functioncosts.of_call(self, node, given)
        if node.value == "_[_]":
            size = self._indexed(node)
        self.keep(node, size if size is not None else self.size(node))
        return cost

    _method = _call

    def _indexed(self, node):
        """The path of an element, and its size where the list or map was made in the expression."""
        container = node.args[0]
        if container.type.name in ("list", "map"):
            self.paths[id(node)] = (*self.path(container), "@items" if container.type.name == "list" else "@values")
        entry = self.entry(container)
        return entry[1] if entry else None

    def _bind(self, node):
        value, inside = node.args
        cost = add((LIST, LIST), self.cost(value))  # as a loop over an empty list
        with_value = self._within({node.value: Local(self.path(value), self.size(value), self.entry(value))}, inside)
        self.keep(node, self.size(inside), self.entry(inside))
        return add(cost, with_value)

    def _within(self, variables, *nodes):
        """The cost of nodes that see more variables."""
        before, self.locals = self.locals, {**self.locals, **variables}
        cost = [self.cost(n) for n in nodes]
        if variables:
            sizes = [self.size_or_unknown(n) for n in nodes]
            for node, size in zip(nodes, sizes):
                self.keep(node, size)
        self.locals = before
        return cost[0] if len(cost) == 1 else cost

    def _fold(self, node):
        macro, names = node.value
        over, *bodies = node.args
        if macro in ("optMap", "optFlatMap"):
            return self._optional(macro, names, over, bodies[0])
        cost = self.cost(over)
        inside = self._within(self._loop(over, names), *bodies)
        inside = inside if len(bodies) > 1 else [inside]
        start, loop, step, result = FOLDS[macro](inside)
        rounds = self.size_or_unknown(over)
        makes = start in (LIST, MAP)
        entry = (ONE, (0, self._kept(macro, over, names, bodies)[1])) if start == LIST else None
        self.keep(node, rounds if makes else ONE, entry)
        return add(add(cost, (start + result, start + result)), times(rounds, add(loop, step)))

    def _kept(self, macro, over, names, bodies):
        """The size of what a loop puts into its list: of the element itself, or of the last expression."""
        if macro not in ("filter", "sortBy"):
            return self.size_or_unknown(bodies[-1])
        element = self._loop(over, names)[names[0]]
        most = self.most_at(element.path)
        if most is not None:
            return 0, most
        return ONE if over.type.params and _is_scalar(over.type.params[0]) else element.size or UNKNOWN

    def _loop(self, over, names):
        """The variables of a loop: the elements of a list, the keys of a map, or both index or key and value."""
        path, entry = self.path(over), self.entry(over)
        is_list = over.type.name == "list"
        key, value = entry or (None, None)
        if len(names) == 1:
            return {names[0]: Local((*path, "@items" if is_list else "@keys"), value if is_list else key)}
        return {names[0]: Local((*path, "@indices" if is_list else "@keys"), key), names[1]: Local((*path, "@items" if is_list else "@values"), value)}

    def _optional(self, macro, names, over, body):
        target = self.cost(over)
        inside = self._within({names[0]: Local(())}, body)
        some = add(add((LIST, LIST), add(target, ONE)), inside)
        some = add(some, ONE) if macro == "optMap" else some
        return add(add(target, ONE), union(some, ONE))


def _literal_size(node):
    if node.kind == "literal":
        size = len(node.value) if isinstance(node.value, (str, bytes)) else 1
    elif node.kind == "list":
        size = len(node.args)
    elif node.kind == "map":
        size = len(node.args) // 2
    else:
        return None
    return size, size


def _is_scalar(type_):
    return type_.name in SCALARS or type_.name == "optional_type" and _is_scalar(type_.params[0])


def _chosen(inside):
    """(condition's cost or none, the last expression's cost) of a loop that makes a list or map."""
    return (inside[0], inside[-1]) if len(inside) > 1 else (None, inside[-1])


def _making(start, per_round):
    """A loop that adds to a list or map: under a condition the round may also add nothing."""
    def fold(inside):
        condition, body = _chosen(inside)
        step = add(per_round, body)
        return start, NONE, step if condition is None else add(condition, union(step, ONE)), 1
    return fold


def _filtering(inside):
    return LIST, NONE, add(inside[0], union((13, 13), ONE)), 1


# macro: (cost of the start value, of the condition to go on, of one round, of the result) from the costs of its expressions
FOLDS = {
    "all": lambda inside: (0, (2, 2), (1, inside[0][1] + 1), 1),
    "exists": lambda inside: (0, (3, 3), (1, inside[0][1] + 1), 1),
    "exists_one": lambda inside: (0, NONE, add(inside[0], (1, 2)), 2),
    "existsOne": lambda inside: (0, NONE, add(inside[0], (1, 2)), 2),
    "filter": _filtering, "sortBy": _filtering,
    "map": _making(LIST, (12, 12)), "transformList": _making(LIST, (12, 12)), "transformMap": _making(MAP, (3, 3)),
    "transformMapEntry": _making(MAP, (2, 2)),
}
