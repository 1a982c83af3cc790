"""Runs the admission plug-ins over a write: first all that may change it, later (after validation) all that may only reject it."""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.apiserver.admission import order
from kubectl_lite.apiserver.admission.attributes import Attributes
from kubectl_lite.machinery.errors import ApiError

_plugins: dict[tuple, list] = {}


def admit(scope, operation: str, obj, old, options=None) -> None:
    """The mutating pass, twice when a webhook or policy changed something; a plug-in rejects by raising ApiError."""
    attributes = Attributes(scope, operation, obj, old, options)
    _run("admit", scope, attributes)
    if attributes.begin_second_round():
        _run("admit", scope, attributes)


def validate(scope, operation: str, obj, old, options=None) -> None:
    """The validating pass; obj must not be changed any more."""
    _run("validate", scope, Attributes(scope, operation, obj, old, options))


def both(scope, operation: str, obj: dict) -> None:
    """Both passes over what is handed to a subresource (a Binding, an Eviction, the options of an exec) and never stored itself."""
    admit(scope, operation, obj, None)
    validate(scope, operation, obj, None)


def _run(step, scope, attributes):
    for name, plugin in _enabled(scope.server.settings, step, scope.resource):
        if scope.tracing:
            _traced(name, step, plugin, attributes)
        else:
            plugin(attributes)


def _enabled(settings, step, resource):
    """The functions of a step, in order; a plug-in without it, or whose RESOURCES do not name this one, is not asked."""
    key = (step, settings.enable_admission, settings.disable_admission, resource.group, resource.name)
    found = _plugins.get(key)
    if found is None:
        modules = [(name, import_module(f"kubectl_lite.apiserver.admission.plugins.{module}")) for name, module in order.enabled(settings)]
        found = _plugins[key] = [(name, getattr(module, step)) for name, module in modules
                                 if hasattr(module, step) and _concerns(module, resource)]
    return found


def _concerns(module, resource):
    wanted = getattr(module, "RESOURCES", None)
    return wanted is None or (resource.group, resource.name) in wanted


def _traced(name, step, plugin, attributes):
    """Run a plug-in and say what it changed or why it refused."""
    import copy
    from kubectl_lite.apiserver import tracing
    scope, before = attributes.scope, copy.deepcopy(attributes.obj)
    try:
        plugin(attributes)
    except ApiError as e:
        scope.trace("admission", f"{name} {step}: refused: {e.message}")
        raise
    scope.trace("admission", f"{name} {step}: ok", tracing.changes(before, attributes.obj))
