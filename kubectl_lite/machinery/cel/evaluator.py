"""The evaluator: a checked tree over values. Errors are values until they are needed, so that `false && error` is false."""
from __future__ import annotations

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.values import Optional, Struct, TypeValue

STEPS_MAX = 1_000_000  # of one evaluation: Kubernetes bounds the cost of an expression


class Program:
    """A compiled expression; `type` is its checked type."""

    def __init__(self, tree, type_, env):
        self.tree, self.type, self._env = tree, type_, env

    def evaluate(self, variables: dict):
        """The value for these variables; EvaluationError when there is none."""
        return _Run().value(self.tree, variables)


class _Run:
    def __init__(self):
        self.steps = 0

    def value(self, node, scope):
        self.steps += 1
        if self.steps > STEPS_MAX:
            raise EvaluationError("operation cancelled: actual cost limit exceeded")
        return getattr(self, "_" + node.kind)(node, scope)

    def _literal(self, node, _scope):
        return node.value

    def _ident(self, node, scope):
        if node.value in scope:
            found = scope[node.value]
            return found() if callable(found) else found
        from kubectl_lite.machinery.cel.signatures import TYPE_NAMES
        if node.value in TYPE_NAMES:
            return TypeValue(node.value)
        raise EvaluationError(f"no such attribute(s): {node.value}")

    def _select(self, node, scope):
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
        return _maybe(self.value(node.args[0], scope), node.value)

    def _list(self, node, scope):
        items = []
        for i, arg in enumerate(node.args):
            value = self.value(arg, scope)
            if i not in node.value:
                items.append(value)
            elif value.present:
                items.append(value.value)
        return items

    def _map(self, node, scope):
        made = {}
        for i in range(0, len(node.args), 2):
            key, value = self.value(node.args[i], scope), self.value(node.args[i + 1], scope)
            if i // 2 not in node.value:
                made[key] = value
            elif value.present:
                made[key] = value.value
        return made

    def _struct(self, node, scope):
        name, fields = node.value
        return Struct(name, {field: self.value(arg, scope) for field, arg in zip(fields, node.args)})

    def _call(self, node, scope):
        special = self.SPECIAL.get(node.value)
        if special:
            return special(self, node.args, scope)
        return _library().call(node.value, [self.value(a, scope) for a in node.args])

    def _method(self, node, scope):
        return _library().method(node.value, [self.value(a, scope) for a in node.args])

    def _bind(self, node, scope):
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
            if not over.present:
                return over
            inner = self.value(node.args[1], {**scope, variables[0]: over.value})
            return inner if macro == "optFlatMap" else Optional(inner, True)
        rounds = [{**scope, **dict(zip(variables, pair))} for pair in _pairs(over, len(variables))]
        return self.FOLDS[macro](self, node.args[1:], rounds, over, variables)

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

    def _sort_by(self, bodies, rounds, _over, variables):
        return [scope[variables[0]] for scope in sorted(rounds, key=lambda s: self.value(bodies[0], s))]

    FOLDS = {"all": _all, "exists": _exists, "exists_one": _exists_one, "existsOne": _exists_one, "filter": _filter, "map": _mapped,
             "transformList": _mapped, "transformMap": _transform_map, "sortBy": _sort_by}


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
