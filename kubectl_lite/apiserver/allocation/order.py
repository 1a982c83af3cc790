"""Which resources take part in allocation. An allocator module has on_create(scope, obj), on_update(scope, obj, old) and on_delete(scope, obj):
each returns the Plan of what is taken and given back in the commit that writes the object."""
from __future__ import annotations

from importlib import import_module

# (group, plural): module of this package
ALLOCATORS = {
    ("", "services"): "services",
}


class NOTHING:
    """The plan of what allocates nothing."""

    @staticmethod
    def write(commit):
        return commit(())


def on_create(scope, obj):
    return _plan(scope, "on_create", obj)


def on_update(scope, obj, old):
    return _plan(scope, "on_update", obj, old)


def on_delete(scope, obj):
    return _plan(scope, "on_delete", obj)


def insist(scope, obj, write):
    """write(); where something is allocated, as often as another writer has been faster."""
    if not _name(scope):
        return write()
    from kubectl_lite.apiserver.allocation import plan
    return plan.insist(obj, write)


def _plan(scope, step, *objects):
    name = _name(scope)
    return getattr(import_module(f"kubectl_lite.apiserver.allocation.{name}"), step)(scope, *objects) if name else NOTHING


def _name(scope):
    return ALLOCATORS.get((scope.resource.group, scope.resource.name))
