"""The function libraries: FUNCTIONS and METHODS by name, each in the module of its theme. Arguments were type-checked where types are known."""
from __future__ import annotations

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.library import authorization, collections, conversions, core, formats, network, numbers, strings, times

MODULES = (core, conversions, strings, collections, numbers, times, network, formats, authorization)
FUNCTIONS = {name: function for module in MODULES for name, function in getattr(module, "FUNCTIONS", {}).items()}
METHODS: dict = {}
for _module in MODULES:  # several types may have a method of one name: they are tried in turn
    for _name, _function in getattr(_module, "METHODS", {}).items():
        METHODS.setdefault(_name, []).append(_function)

NO_OVERLOAD = "no such overload"


def call(name: str, arguments: list):
    """A function's value."""
    function = FUNCTIONS.get(name)
    if function is None:
        raise EvaluationError(f"no such function: {name}")
    return _guarded(function, arguments)


def method(name: str, arguments: list):
    """A method's value; of several methods of one name the first that takes these arguments."""
    for function in METHODS.get(name, ()):
        value = _guarded(function, arguments, True)
        if value is not NotImplemented:
            return value
    raise EvaluationError(NO_OVERLOAD)


def _guarded(function, arguments, tentative=False):
    try:
        value = function(*arguments)
    except (TypeError, AttributeError, ValueError, ArithmeticError, LookupError):
        raise EvaluationError(NO_OVERLOAD) from None
    if value is NotImplemented and not tentative:
        raise EvaluationError(NO_OVERLOAD)
    return value
