"""Strategy: what one kind adds to the generic life of an object; the slots of a kind's module with their defaults.

A kind's module (`api/<group>/<kind>.py`, listed in api/kinds.py) defines the functions it needs by name; this file holds the
contract and what happens where a module says nothing. Mirrors the registry strategies of Kubernetes (pkg/registry/*/strategy.go).

Objects handed to `default` and `prepare_*` are private copies and may be changed in place; `old` objects and the arguments of
`validate*`, `warnings` and `selectable_fields` must not be changed.
"""
from __future__ import annotations

_META = ("apiVersion", "kind", "metadata", "status")
USERS_METADATA = ("labels", "annotations", "finalizers", "ownerReferences")


def _nothing(*_args):
    return None


def _no_problems(*_args):
    return []


def _drop_status(obj):
    obj.pop("status", None)


def _keep_status(obj, old):
    if "status" in old:
        obj["status"] = old["status"]
    else:
        obj.pop("status", None)


def _keep_all_but_status(obj, old):
    """The status subresource writes status (and metadata, which the generic part limits); the rest stays as stored."""
    for key in [k for k in obj if k not in ("status", "metadata")]:
        del obj[key]
    obj.update({k: v for k, v in old.items() if k not in ("status", "metadata")})


def status_alone(*kept):
    """A prepare_for_status_update for kinds whose status subresource leaves these fields of the metadata as they are, too."""
    def prepare(obj, old):
        _keep_all_but_status(obj, old)
        for name in kept:
            obj["metadata"].pop(name, None)
            if name in old["metadata"]:
                obj["metadata"][name] = old["metadata"][name]
    return prepare


def _spec_changed(obj, old):
    return {k: v for k, v in obj.items() if k not in _META} != {k: v for k, v in old.items() if k not in _META}


def _no_fields(_obj):
    return {}


DEFAULTS = {
    "default": _nothing,
    "prepare_for_create": _drop_status,
    "prepare_for_update": _keep_status,
    "bumps_generation": _spec_changed,
    "HAS_GENERATION": False,            # whether metadata.generation is kept for this kind
    "RETURN_DELETED_OBJECT": False,     # whether DELETE answers with the object instead of a Status
    "canonicalize": _nothing,           # (obj): after validation, before storing
    "validate": _no_problems,
    "validate_update": _no_problems,
    "prepare_for_status_update": _keep_all_but_status,
    "validate_status_update": _no_problems,
    "warnings": _no_problems,
    "selectable_fields": _no_fields,
    "SELECTABLE": (),                   # the field labels supported besides metadata.name and metadata.namespace
    "NAME_CHECK": "dns_subdomain",      # a function name of machinery/names.py, or a function name -> [text]
    "KUBE_FINALIZERS": True,            # finalizers must be Kubernetes' own or fully qualified
    "ALLOW_UNCONDITIONAL_UPDATE": True,
    "ALLOW_CREATE_ON_UPDATE": False,
    "check_graceful_delete": None,      # (obj, options, now) -> bool: whether deletion is graceful; sets options["gracePeriodSeconds"]
    "DEFAULT_GC": "background",         # "orphan" for kinds whose dependents are orphaned by default
}


class Strategy:
    """A kind's module with defaults for the slots that it leaves empty.

    With `load` the module is fetched when the first slot is asked for: reads need none, and modules of large kinds take long to import.
    """

    def __init__(self, module=None, load=None):
        self._load = load
        if load is None:
            self._fill(module)

    def _fill(self, module):
        for name, value in DEFAULTS.items():
            setattr(self, name, getattr(module, name, value))
        self.module, self._slots = module, {}

    def __getattr__(self, name):
        load = self.__dict__.get("_load")
        if load is None:
            raise AttributeError(name)
        self._load = None
        self._fill(load())
        return getattr(self, name)

    def slot(self, name: str, otherwise=None):
        """A slot that only some kinds have: those of parts (resize, approval, …), and

        ERROR_KIND                         the kind that errors name, where it is not the served one
        FIELD_LABEL_ERROR                  what is said of a field that objects cannot be selected by, {} for the field
        ORPHAN_WARNING                     what a deletion warns of that does not say what becomes of the dependents
        SELECTABLE_IN                      SELECTABLE of other groups in which the kind is served
        METADATA_LAST                      the kind's own rules leave metadata out: it is looked at when they find nothing
        check_delete(name)                 refuses the deletion of one object by its name; a deletion of the collection does not ask
        at_rest(obj) -> obj                what is stored of a new object, where reading it back shows more
        prepare_for_user(obj, user)        what a new object takes from the user who makes it
        early_warnings(obj) -> [text]      warnings about a new object as it was sent, before it is prepared
        warnings_<part>_update(obj, old) -> [text]    warnings of an update of a part
        stamp(obj, old or None, now)       times that only the server writes; now as RFC 3339
        validate_in_namespace(obj, namespace) -> [FieldError]; validate_status_in_namespace(obj, old, namespace)
        """
        if name not in self._slots:
            self._slots[name] = getattr(self.module, name, None)
        found = self._slots[name]
        return otherwise if found is None else found


GENERIC = Strategy()
