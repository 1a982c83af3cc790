"""The type checker: every name is declared, every call has an overload; the type of the whole expression."""
from __future__ import annotations

from kubectl_lite.machinery.cel import types as t
from kubectl_lite.machinery.cel.errors import CompileError
from kubectl_lite.machinery.cel.signatures import FUNCTIONS, LIBRARIES, METHODS, TYPE_NAMES
from kubectl_lite.machinery.cel.values import UInt

# A Python type and the type of such a literal; bool before int.
LITERALS = ((bool, t.BOOL), (UInt, t.UINT), (int, t.INT), (float, t.DOUBLE), (str, t.STRING), (bytes, t.BYTES), (type(None), t.NULL))


class Env:
    """Declared variables (name -> Type), the object types that struct literals may name (name -> Type), and the libraries beyond those of all expressions:
    "bindings" (cel.bind), "jsonpatch".
    """

    def __init__(self, variables: dict, structs: dict | None = None, libraries: tuple = ()):
        self.variables, self.structs, self.libraries = variables, structs or {}, libraries

    def struct(self, name: str) -> t.Type | None:
        """The type a struct literal names; the parts of an open type (Object.metadata of Object) are open types too."""
        root = name.partition(".")[0]
        if name not in self.structs and root in self.structs and self.structs[root].fields is None:
            return t.Type(name)
        return self.structs.get(name)

    def extended(self, **variables) -> "Env":
        """This environment with more variables."""
        return Env({**self.variables, **variables}, self.structs, self.libraries)

    def functions(self, name: str):
        """The signatures of a function, None when it is not declared."""
        return FUNCTIONS.get(name) if name not in LIBRARIES or LIBRARIES[name] in self.libraries else None


def check(tree, env: Env, text: str) -> t.Type:
    """The type of the expression; CompileError with every problem."""
    checker = _Checker(env)
    result = checker.type(tree, env.variables)
    if not checker.issues:
        from kubectl_lite.machinery.cel.literals import wrong
        checker.issues = list(wrong(tree))
    if checker.issues:
        raise CompileError(text, sorted(checker.issues, key=lambda i: i[0]))
    return result


# macros whose condition is an operand of a logical operator; that of the others decides between two values
CONDITIONS = {"all": ("_&&_", None), "exists": ("_||_", None)}


def _is_empty(node):
    """Whether a node is the empty list or map, which has the type of any other."""
    return node.kind in ("list", "map") and not node.args


class _Checker:
    def __init__(self, env):
        self.env, self.issues = env, []

    def type(self, node, scope):
        found = getattr(self, "_" + node.kind)(node, scope)
        node.type = found
        return found

    def issue(self, pos, text):
        self.issues.append((pos, text))
        return t.DYN

    def _literal(self, node, _scope):
        return next(type_ for python, type_ in LITERALS if isinstance(node.value, python))

    def _ident(self, node, scope):
        found = scope.get(node.value)
        if found is not None:
            return found
        if node.value in TYPE_NAMES:
            return t.TYPE
        return self.issue(node.pos, f"undeclared reference to '{node.value}' (in container '')")

    def _select(self, node, scope):
        dotted = self._dotted(node)
        if dotted in scope:
            return scope[dotted]
        return self._field(node, self.type(node.args[0], scope))

    def _dotted(self, node):
        if node.kind == "ident":
            return node.value
        if node.kind == "select":
            outer = self._dotted(node.args[0])
            return f"{outer}.{node.value}" if outer else None
        return None

    def _field(self, node, operand):
        if operand.name == "optional_type":
            return t.optional_of(self._field(node, operand.params[0]))
        if operand.fields is not None:
            if node.value not in operand.fields:
                return self.issue(node.pos, f"undefined field '{node.value}'")
            return operand.fields[node.value]
        if operand.name == "map":
            return operand.params[1]
        if operand in t.DYNAMIC:
            return t.DYN
        return self.issue(node.pos, f"type '{operand}' does not support field selection")

    def _test(self, node, scope):
        operand = self.type(node.args[0], scope)
        if operand.name != "optional_type":
            self._field(node, operand)
        return t.BOOL

    def _optselect(self, node, scope):
        operand = self.type(node.args[0], scope)
        inner = self._field(node, operand)
        return inner if inner.name == "optional_type" else t.optional_of(inner)

    def _list(self, node, scope):
        items = [self.type(a, scope) for a in node.args]
        return t.list_of(self._alike(node.args, [self._inner(node, n, i) for n, i in enumerate(items)]))

    def _inner(self, node, n, type_):
        """The type that the n-th element of a literal adds: an optional one, what it may hold."""
        if n not in node.value or type_ in t.DYNAMIC:
            return type_
        if type_.name == "optional_type":
            return type_.params[0]
        return self.issue(node.args[2 * n + 1 if node.kind == "map" else n].pos, f"expected type '{t.optional_of(type_)}' but found '{type_}'")

    def _map(self, node, scope):
        items = [self.type(a, scope) for a in node.args]
        values = [self._inner(node, n, v) for n, v in enumerate(items[1::2])]
        return t.map_of(self._alike(node.args[::2], items[::2]), self._alike(node.args[1::2], values))

    def _alike(self, nodes, types):
        """The common type of the elements of a literal, which must have one."""
        common = None
        for node, type_ in zip(nodes, types):
            if common is None or t.assignable(type_, common, {}):
                common = type_ if common in (None, t.NULL) or type_ in t.DYNAMIC else common
            elif not t.assignable(common, type_, {}):
                return self.issue(node.pos, f"expected type '{common}' but found '{type_}'")
        return t.DYN if common is None else common

    def _struct(self, node, scope):
        name, fields = node.value
        declared = self.env.struct(name)
        values = [self.type(a, scope) for a in node.args]
        if declared is None:
            return self.issue(node.pos, f"undeclared reference to '{name}' (in container '')")
        for field, value, arg in zip(fields, values, node.args):
            wanted = declared.fields.get(field) if declared.fields is not None else t.DYN
            if wanted is None:
                self.issue(arg.pos, f"undefined field '{field}'")
            elif not t.assignable(wanted, value, {}):
                self.issue(arg.pos, f"expected type of field '{field}' is '{wanted}' but provided type is '{value}'")
        return declared

    def _call(self, node, scope):
        given = [self.type(a, scope) for a in node.args]
        if node.value == "_?_:_":
            return self._conditional(node, given)
        return self._overload(node, self.env.functions(node.value), given)

    def _conditional(self, node, given):
        condition, yes, no = given
        if condition not in (t.BOOL, *t.DYNAMIC) or not t.assignable(yes, no, {}) and not t.assignable(no, yes, {}):
            return self._no_overload(node, given)
        if yes == no or _is_empty(node.args[2]) or no == t.NULL:
            return yes
        return no if _is_empty(node.args[1]) or yes == t.NULL else t.DYN

    def _method(self, node, scope):
        dotted = self._dotted(node.args[0])
        qualified = f"{dotted}.{node.value}" if dotted else None
        if qualified and dotted not in scope and self.env.functions(qualified):
            node.kind, node.value, node.args = "call", qualified, node.args[1:]
            return self._call(node, scope)
        if qualified == "cel.bind" and len(node.args) == 4 and "bindings" in self.env.libraries:
            return self._binding(node, scope)
        given = [self.type(a, scope) for a in node.args]
        return self._overload(node, METHODS.get(node.value), given)

    def _overload(self, node, signatures, given):
        if signatures is None:
            return self.issue(node.pos, f"undeclared reference to '{node.value}' (in container '')")
        results, fitting = [], []
        for arguments, result in signatures:
            bound: dict = {}
            if len(arguments) == len(given) and all(t.assignable(w, g, bound) for w, g in zip(arguments, given)):
                results.append(t.substituted(result, bound))
                fitting.append(arguments)
        if not results:
            return self._no_overload(node, given)
        node.overloads = tuple(fitting)
        return t.join(results)

    def _no_overload(self, node, given):
        if node.kind == "method":
            shown = f"{given[0]}.({', '.join(map(str, given[1:]))})"
        else:
            shown = f"({', '.join(map(str, given))})"
        return self.issue(node.pos, f"found no matching overload for '{node.value}' applied to '{shown}'")

    def _binding(self, node, scope):
        """cel.bind(name, value, expression)."""
        name, *rest = node.args[1:]
        if name.kind != "ident":
            return self.issue(name.pos, "cel.bind() variable names must be simple identifiers")
        node.kind, node.value, node.args = "bind", name.value, rest
        return self._bind(node, scope)

    def _bind(self, node, scope):
        return self.type(node.args[1], {**scope, node.value: self.type(node.args[0], scope)})

    def _fold(self, node, scope):
        macro, variables = node.value
        over = self.type(node.args[0], scope)
        if macro in ("optMap", "optFlatMap"):
            if over.name not in ("optional_type", "dyn"):
                return self.issue(node.pos, f"found no matching overload for 'hasValue' applied to '{over}.()'")
            inner = self.type(node.args[1], {**scope, variables[0]: over.params[0] if over.params else t.DYN})
            return t.optional_of(inner) if macro == "optMap" else inner
        if over.name not in ("list", "map", "dyn"):
            return self.issue(node.args[0].pos, f"expression of type '{over}' cannot be range of a comprehension (must be list, map, or dynamic)")
        inner = {**scope, **self._loop(over, variables)}
        bodies = [self.type(a, inner) for a in node.args[1:]]
        return self._result(node, macro, over, bodies)

    @staticmethod
    def _loop(over, variables):
        """The types of the loop's variables."""
        item = over.params[0] if over.params else t.DYN
        if len(variables) == 1:
            return {variables[0]: item}
        second = over.params[1] if over.name == "map" else item
        return {variables[0]: item if over.name == "map" else t.INT if over.name == "list" else t.DYN, variables[1]: second}

    def _result(self, node, macro, over, bodies):
        item = over.params[0] if over.params else t.DYN
        self._conditions(node, macro, item, bodies)
        if macro in ("all", "exists", "exists_one", "existsOne"):
            return t.BOOL
        if macro == "transformMapEntry":
            if bodies[-1].name not in ("map", "dyn"):
                self.issue(node.pos, f"found no matching overload for 'cel.@mapInsert' applied to '(map(dyn, dyn), {bodies[-1]})'")
            return bodies[-1]
        if macro == "transformMap":
            return t.map_of(item if over.name == "map" else t.INT, bodies[-1])
        return t.list_of(bodies[-1] if macro in ("map", "transformList") else item)

    def _conditions(self, node, macro, item, bodies):
        """A loop's condition must be a bool: it becomes an operand of the operator that the macro stands for."""
        makes = macro == "map" or macro.startswith("transform")
        conditions = bodies[:-1] if makes else bodies if macro != "sortBy" else []
        for condition in conditions:
            if condition in (t.BOOL, *t.DYNAMIC):
                continue
            operator, result = CONDITIONS.get(macro, ("_?_:_", t.INT if macro.startswith("exists") else t.list_of(bodies[-1] if makes else item)))
            operands = (t.BOOL, condition) if result is None else (condition, result, result)
            self.issue(node.pos, f"found no matching overload for '{operator}' applied to '({', '.join(map(str, operands))})'")
