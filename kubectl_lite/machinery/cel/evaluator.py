"""The evaluator: a checked tree over values. Errors are values until they are needed, so that `false && error` is false.

What is run is counted in cel-go's units of cost (spending.py), and limited for each expression as Kubernetes limits it.
"""
from __future__ import annotations

from kubectl_lite.machinery.cel.depth import room
from kubectl_lite.machinery.cel.estimates import LIST, MAP, STRUCT
from kubectl_lite.machinery.cel.errors import CostExceeded, EvaluationError
from kubectl_lite.machinery.cel.values import Optional, Struct, TypeValue

COST_MAX = 1_000_000  # of one evaluation


class Program:
    """A compiled expression; `type` is its checked type."""

    def __init__(self, tree, type_, env):
        self.tree, self.type, self._env = tree, type_, env

    def mentions(self, name: str) -> bool:
        """Whether the expression refers to a variable."""
        return _mentions(self.tree, name)

    def estimate(self, most_at) -> int:
        """The most it can cost, where `most_at(path)` bounds the sizes of values; see estimates.py."""
        from kubectl_lite.machinery.cel import estimates
        return estimates.estimate(self.tree, most_at)[1]

    def evaluate(self, variables: dict, meter: "Meter | None" = None):
        """The value for these variables; EvaluationError when there is none. `meter` learns the cost, of failures too."""
        run = _Run()
        try:
            with room():
                return run.value(self.tree, variables)
        except RecursionError:
            raise EvaluationError("expression nests too deeply") from None
        finally:
            if meter is not None:
                meter.spent += run.cost


class Meter:
    """What evaluations have cost so far."""
    __slots__ = ("spent",)

    def __init__(self):
        self.spent = 0


# macro: what its loop costs at the start and the end, and what each round costs besides its expressions
LOOPS = {"all": (1, 3), "exists": (1, 4), "exists_one": (2, 1), "existsOne": (2, 1), "filter": (LIST + 1, LIST + 2), "sortBy": (LIST + 1, LIST + 2),
         "map": (LIST + 1, LIST + 2), "transformList": (LIST + 1, LIST + 2), "transformMap": (MAP + 1, 3), "transformMapEntry": (MAP + 1, 2)}


def _optional(value):
    return value if isinstance(value, Optional) else _mistyped()


def _key(value):
    """A value that can be the key of a map."""
    return value if isinstance(value, (str, int)) else _mistyped()


def _mistyped():
    raise EvaluationError("no such overload")


def _mentions(node, name):
    return node.kind == "ident" and node.value == name or any(_mentions(arg, name) for arg in node.args)


class _Run:
    def __init__(self):
        self.cost = 0

    def value(self, node, scope):
        if self.cost > COST_MAX:
            self.stop()
        return getattr(self, "_" + node.kind)(node, scope)

    def _literal(self, node, _scope):
        return node.value

    def _ident(self, node, scope):
        self.cost += 1
        if node.value in scope:
            found = scope[node.value]
            return found() if callable(found) else found
        from kubectl_lite.machinery.cel.signatures import TYPE_NAMES
        if node.value in TYPE_NAMES:
            return TypeValue(node.value)
        raise EvaluationError(f"no such attribute(s): {node.value}")

    def _select(self, node, scope):
        self.cost += 1
        return _field(self.value(node.args[0], scope), node.value)

    def _test(self, node, scope):
        operand = self.value(node.args[0], scope)
        if isinstance(operand, Optional):
            operand = operand.value if operand.present else {}
        if isinstance(operand, dict):
            return node.value in operand
        has = getattr(operand, "has", None)
        return bool(has and has(node.value))

    def _optselect(self, node, scope):
        self.cost += 1
        return _maybe(self.value(node.args[0], scope), node.value)

    def _list(self, node, scope):
        self.cost += LIST
        items = []
        for i, arg in enumerate(node.args):
            value = self.value(arg, scope)
            if i not in node.value:
                items.append(value)
            elif _optional(value).present:
                items.append(value.value)
        return items

    def _map(self, node, scope):
        self.cost += MAP
        made = {}
        for i in range(0, len(node.args), 2):
            key, value = _key(self.value(node.args[i], scope)), self.value(node.args[i + 1], scope)
            if i // 2 not in node.value:
                made[key] = value
            elif _optional(value).present:
                made[key] = value.value
        return made

    def _struct(self, node, scope):
        self.cost += STRUCT
        name, fields = node.value
        return Struct(name, {field: self.value(arg, scope) for field, arg in zip(fields, node.args)})

    def _call(self, node, scope):
        special = self.SPECIAL.get(node.value)
        if special:
            return special(self, node.args, scope)
        return self._called(_library().call, node, scope)

    def _method(self, node, scope):
        return self._called(_library().method, node, scope)

    def _called(self, function, node, scope):
        arguments = [self.value(a, scope) for a in node.args]
        result = function(node.value, arguments)
        from kubectl_lite.machinery.cel import spending
        self.cost += spending.of(node.value, arguments, result)
        return result if self.cost <= COST_MAX else self.stop()

    def stop(self):
        """End the evaluation: it has cost too much."""
        raise CostExceeded("operation cancelled: actual cost limit exceeded")

    def _bind(self, node, scope):
        self.cost += LIST
        return self.value(node.args[1], {**scope, node.value: self.value(node.args[0], scope)})

    def _and(self, args, scope):
        return self._logic(args, scope, False)

    def _or(self, args, scope):
        return self._logic(args, scope, True)

    def _logic(self, args, scope, decisive):
        """Either side may decide alone, even when the other has no value."""
        error = None
        for arg in args:
            try:
                value = self.value(arg, scope)
                if value is decisive:
                    return decisive
                if not isinstance(value, bool):
                    error = EvaluationError("no such overload")
            except CostExceeded:
                raise
            except EvaluationError as e:
                error = e
        if error:
            raise error
        return not decisive

    def _conditional(self, args, scope):
        condition = self.value(args[0], scope)
        if not isinstance(condition, bool):
            raise EvaluationError("no such overload")
        return self.value(args[1] if condition else args[2], scope)

    SPECIAL = {"_&&_": _and, "_||_": _or, "_?_:_": _conditional}

    def _fold(self, node, scope):
        macro, variables = node.value
        over = self.value(node.args[0], scope)
        if macro in ("optMap", "optFlatMap"):
            if not _optional(over).present:
                return over
            inner = self.value(node.args[1], {**scope, variables[0]: over.value})
            return inner if macro == "optFlatMap" else Optional(inner, True)
        start, each = LOOPS[macro]
        self.cost += start
        rounds = ({**scope, **dict(zip(variables, pair))} for pair in self._paced(over, len(variables), each))
        return self.FOLDS[macro](self, node.args[1:], rounds, over, variables)

    def _paced(self, over, count, each):
        """The loop's values in turn; each round has its cost."""
        for pair in _pairs(over, count):
            self.cost += each
            yield pair

    def _all(self, bodies, rounds, _over, _variables):
        return self._decided(bodies[0], rounds, False)

    def _exists(self, bodies, rounds, _over, _variables):
        return self._decided(bodies[0], rounds, True)

    def _decided(self, body, rounds, decisive):
        error = None
        for scope in rounds:
            try:
                if self.value(body, scope) is decisive:
                    return decisive
            except CostExceeded:
                raise
            except EvaluationError as e:
                error = e
        if error:
            raise error
        return not decisive

    def _exists_one(self, bodies, rounds, _over, _variables):
        return sum(1 for scope in rounds if self.value(bodies[0], scope) is True) == 1

    def _filter(self, bodies, rounds, _over, variables):
        return [scope[variables[0]] for scope in rounds if self.value(bodies[0], scope) is True]

    def _mapped(self, bodies, rounds, _over, _variables):
        return [self.value(bodies[-1], scope) for scope in rounds if len(bodies) == 1 or self.value(bodies[0], scope) is True]

    def _transform_map(self, bodies, rounds, _over, variables):
        return {scope[variables[0]]: self.value(bodies[-1], scope) for scope in rounds if len(bodies) == 1 or self.value(bodies[0], scope) is True}

    def _transform_entries(self, bodies, rounds, _over, _variables):
        made: dict = {}
        for entries in self._mapped(bodies, rounds, None, None):
            for key, value in entries.items() if isinstance(entries, dict) else _mistyped():
                if key in made:
                    raise EvaluationError(f"insert failed: key {key} already exists")
                made[key] = value
        return made

    def _sort_by(self, bodies, rounds, _over, variables):
        try:
            return [scope[variables[0]] for scope in sorted(rounds, key=lambda s: self.value(bodies[0], s))]
        except TypeError:
            return _mistyped()

    FOLDS = {"all": _all, "exists": _exists, "exists_one": _exists_one, "existsOne": _exists_one, "filter": _filter, "map": _mapped,
             "transformList": _mapped, "transformMap": _transform_map, "transformMapEntry": _transform_entries, "sortBy": _sort_by}


def _library():
    from kubectl_lite.machinery.cel import library
    return library


def _pairs(over, count):
    if isinstance(over, dict):
        return over.items() if count == 2 else ((k,) for k in over)
    if isinstance(over, list):
        return enumerate(over) if count == 2 else ((v,) for v in over)
    raise EvaluationError("no such overload")


def _field(operand, name):
    if isinstance(operand, Optional):
        return _maybe(operand, name)
    if isinstance(operand, dict):
        if name not in operand:
            raise EvaluationError(f"no such key: {name}")
        return operand[name]
    field = getattr(operand, "field", None)
    if field is None:
        raise EvaluationError(f"no such key: {name}" if operand is not None else "no such overload")
    return field(name)


def _maybe(operand, key):
    """The optional field or element of an operand that may itself be optional."""
    if isinstance(operand, Optional):
        if not operand.present:
            return operand
        operand = operand.value
    if isinstance(operand, dict) and key in operand:
        return Optional(operand[key], True)
    if isinstance(operand, list) and isinstance(key, int) and 0 <= key < len(operand):
        return Optional(operand[key], True)
    return Optional()
