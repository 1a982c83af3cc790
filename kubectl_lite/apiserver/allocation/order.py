"""Which resources take part in allocation. An allocator module has on_create(scope, obj) and on_update(scope, obj, old), which return a
function that gives back what was taken when the write fails; after_update(scope, obj, old) and on_delete(scope, obj) give back what is no longer used."""
from __future__ import annotations

from importlib import import_module

# (group, plural): module of this package
ALLOCATORS = {
    ("", "services"): "services",
}


def on_create(scope, obj):
    module = _module(scope)
    return module.on_create(scope, obj) if module else _nothing


def on_update(scope, obj, old):
    module = _module(scope)
    return module.on_update(scope, obj, old) if module else _nothing


def after_update(scope, obj, old):
    module = _module(scope)
    if module:
        module.after_update(scope, obj, old)


def on_delete(scope, obj):
    module = _module(scope)
    if module:
        module.on_delete(scope, obj)


def _module(scope):
    name = ALLOCATORS.get((scope.resource.group, scope.resource.name))
    return import_module(f"kubectl_lite.apiserver.allocation.{name}") if name else None


def _nothing():
    pass
