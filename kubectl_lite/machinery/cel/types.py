"""Types of expressions, as the checker sees them. `str()` is cel-go's name, as its messages print it."""
from __future__ import annotations


class Type:
    """A type: a name with parameters, or an object with declared fields."""
    __slots__ = ("name", "params", "fields")

    def __init__(self, name, params=(), fields=None):
        self.name, self.params, self.fields = name, tuple(params), fields

    def __str__(self):
        return f"{self.name}({', '.join(map(str, self.params))})" if self.params else self.name

    __repr__ = __str__

    def __eq__(self, other):
        return isinstance(other, Type) and self.name == other.name and self.params == other.params

    def __hash__(self):
        return hash((self.name, self.params))


DYN, BOOL, INT, UINT, DOUBLE, STRING, BYTES, NULL = (
    Type(n) for n in ("dyn", "bool", "int", "uint", "double", "string", "bytes", "null"))
TIMESTAMP, DURATION, TYPE, ANY = Type("timestamp"), Type("duration"), Type("type"), Type("any")
DYNAMIC = (DYN, ANY)  # what may be anything; ANY is that of a declared field, and no range of a loop
QUANTITY, IP, CIDR, URL, FORMAT, SEMVER = (
    Type(n) for n in ("kubernetes.Quantity", "net.IP", "net.CIDR", "kubernetes.URL", "kubernetes.NamedFormat", "kubernetes.Semver"))
AUTHORIZER, PATH_CHECK, GROUP_CHECK, RESOURCE_CHECK, DECISION = (
    Type(f"kubernetes.authorization.{n}") for n in ("Authorizer", "PathCheck", "GroupCheck", "ResourceCheck", "Decision"))
A, B = Type("A"), Type("B")  # type parameters of signatures
PARAMETERS = ("A", "B")


def list_of(item: Type) -> Type:
    return Type("list", (item,))


def map_of(key: Type, value: Type) -> Type:
    return Type("map", (key, value))


def optional_of(item: Type) -> Type:
    return Type("optional_type", (item,))


def object_of(name: str, fields: dict) -> Type:
    """An object with declared fields: name -> Type. A select of another field is an error."""
    return Type(name, (), fields)


LIST, MAP = list_of(DYN), map_of(DYN, DYN)


def assignable(wanted: Type, given: Type, bound: dict) -> bool:
    """Whether a value of type `given` may stand where `wanted` is; binds the type parameters of a signature."""
    if wanted.name in PARAMETERS and not wanted.params:
        if wanted.name not in bound or bound[wanted.name] in DYNAMIC:
            bound[wanted.name] = given
            return True
        return given in DYNAMIC or assignable(bound[wanted.name], given, {})
    if wanted in DYNAMIC or given in DYNAMIC:
        return True
    if wanted.name != given.name or len(wanted.params) != len(given.params):
        return given == NULL and (wanted.fields is not None or wanted in (TIMESTAMP, DURATION))
    return all(assignable(w, g, bound) for w, g in zip(wanted.params, given.params))


def substituted(type_: Type, bound: dict) -> Type:
    """A result type with its parameters replaced by what they were bound to."""
    if type_.name in PARAMETERS and not type_.params:
        return bound.get(type_.name, DYN)
    return Type(type_.name, (substituted(p, bound) for p in type_.params), type_.fields) if type_.params else type_


def join(types: list) -> Type:
    """The type of a list of these elements."""
    return types[0] if types and all(t == types[0] for t in types) else DYN
