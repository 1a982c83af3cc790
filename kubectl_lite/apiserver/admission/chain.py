"""Runs the admission plug-ins over a write: first all that may change it, later (after validation) all that may only reject it."""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.apiserver.admission import order
from kubectl_lite.apiserver.admission.attributes import Attributes

_plugins: dict[tuple, list] = {}


def admit(scope, operation: str, obj, old, options=None) -> None:
    """The mutating pass; a plug-in rejects by raising ApiError."""
    _run("admit", scope, Attributes(scope, operation, obj, old, options))


def validate(scope, operation: str, obj, old, options=None) -> None:
    """The validating pass; obj must not be changed any more."""
    _run("validate", scope, Attributes(scope, operation, obj, old, options))


def _run(step, scope, attributes):
    for name, plugin in _enabled(scope.server.settings, step):
        scope.trace("admission", f"{name} {step}")
        plugin(attributes)


def _enabled(settings, step):
    """The functions of a step, in order; a plug-in without it is not asked."""
    key = (step, settings.enable_admission, settings.disable_admission)
    if key not in _plugins:
        modules = [(name, import_module(f"kubectl_lite.apiserver.admission.plugins.{module}")) for name, module in order.enabled(settings)]
        _plugins[key] = [(name, getattr(module, step)) for name, module in modules if hasattr(module, step)]
    return _plugins[key]
