"""Selectors of devices: CEL over `device`, which must compile to a bool and may not cost too much. Mirrors dynamic-resource-allocation's cel package."""
from __future__ import annotations

from kubectl_lite.api.resource import lists
from kubectl_lite.api.resource.identifiers import MAX_DOMAIN, MAX_ID
from kubectl_lite.api.structural.declared import Declared
from kubectl_lite.machinery import cel, field, names
from kubectl_lite.machinery.cel import types as t

MAX_SELECTORS, LONGEST_EXPRESSION, COSTLIEST = 32, 10 * 1024, 1_000_000
MAX_ENTRIES, LONGEST_VALUE = 32, 64  # attributes and capacities of a device


def _declared_map(key_size, item):
    return Declared(t.map_of(t.STRING, item.type), MAX_ENTRIES, item=item, key=Declared(t.STRING, key_size))


ATTRIBUTE, CAPACITY = Declared(t.ANY, LONGEST_VALUE), Declared(t.QUANTITY)
FIELDS = {"driver": Declared(t.STRING, MAX_DOMAIN), "attributes": _declared_map(MAX_DOMAIN, _declared_map(MAX_ID, ATTRIBUTE)),
          "capacity": _declared_map(MAX_DOMAIN, _declared_map(MAX_ID, CAPACITY)), "allowMultipleAllocations": Declared(t.BOOL)}
DEVICE = Declared(t.object_of("kubernetes.DRADevice", {name: d.type for name, d in FIELDS.items()}), fields=FIELDS)


def check(selectors, path) -> list:
    return lists.each_of(selectors, MAX_SELECTORS, _selector, path)


def _selector(selector, path):
    if selector.get("cel") is None:
        return [field.required(path / "cel")]
    expression, at = selector["cel"].get("expression") or "", path.child("cel", "expression")
    if names.size(expression) > LONGEST_EXPRESSION:
        return [field.too_long(at, LONGEST_EXPRESSION)]
    try:
        program = cel.compile(expression, cel.Env({"device": DEVICE.type}, libraries=("bindings",)))
    except cel.CompileError as error:
        return [field.invalid(at, expression, f"compilation failed: {error}")]
    if program.type not in (t.BOOL, t.ANY):
        return [field.invalid(at, expression, f"must evaluate to bool or the unknown type, not {program.type}")]
    return [field.forbidden(at, "too complex, exceeds cost limit")] if program.estimate(most_at) > COSTLIEST else []


def most_at(path) -> int | None:
    """The largest size of what stands at a path below `device`; an attribute that is selected by its name is as large as any."""
    here = DEVICE if path[0] == "device" else None
    for step in path[1:]:
        if here is None:
            return None
        here = here.at((step,)) or (ATTRIBUTE if here.item is ATTRIBUTE else None)
    return None if here is None else here.most
