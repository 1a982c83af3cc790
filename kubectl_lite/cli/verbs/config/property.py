"""`config set` and `config unset`: single values by their dotted path (kubectl's navigation over clientcmd's types)."""
from __future__ import annotations

from kubectl_lite.api.codec_errors import base64_error
from kubectl_lite.cli import goparse, kubeconfig, kubeconfigedit as edit
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.verbs.config import change

# what clientcmd's own types call the fields that files call "as" and its like: `config set` knows them by these names
IMPERSONATION = {"as": "act-as", "as-uid": "act-as-uid", "as-groups": "act-as-groups", "as-user-extra": "act-as-user-extra"}
TOP = ("kind", "apiVersion", "preferences", "clusters", "users", "contexts", "current-context", "extensions")
FIELDS = {"clusters": edit.FIELDS["clusters"], "contexts": edit.FIELDS["contexts"],
          "users": tuple(IMPERSONATION.get(name, name) for name in edit.FIELDS["users"])}
UNSETTABLE = {"act-as-groups": "unrecognized slice type. string", "act-as-user-extra": "can't set a map to a value: map[]",
              "auth-provider": "a plug-in is set with set-credentials", "exec": "a plug-in is set with set-credentials"}
IMMUTABLE = ("kind", "apiVersion")  # may be set, and are written as ever


def run(ctx, flags, args):
    setting = flags.path == "config set"
    if len(args) != (2 if setting else 1):
        return change.wrong_arguments(ctx, flags, args)
    if setting and not args[1]:
        raise CommandError("you cannot use set to unset a property")
    if not args[0]:
        raise CommandError("you must specify a property")
    config, steps = kubeconfig.for_change(ctx), _steps(args[0])
    if steps[0] not in IMMUTABLE:
        _set(config, steps, args[1], bool(flags["set-raw-bytes"])) if setting else _unset(config, steps)
    ctx.print(f'Property "{args[0]}" {"set" if setting else "unset"}.')


def _steps(path: str) -> list[str]:
    """A dotted path in its steps; names of entries may hold dots (newNavigationSteps)."""
    first, _, rest = path.partition(".")
    if first not in TOP:
        raise CommandError(f"unable to parse {path} after [] at api.Config")
    parts = rest.split(".") if rest else []
    if not parts:
        return [first]
    if first not in FIELDS:
        if first == "preferences" and parts == ["colors"]:
            return [first, *parts]
        raise CommandError(f"unable to parse one or more field values of {path}")
    at = next((i for i, part in enumerate(parts) if i and part in FIELDS[first]), len(parts))
    if len(parts) > at + 1:
        raise CommandError(f"unable to parse one or more field values of {path}")
    return [first, ".".join(parts[:at]), *parts[at:]]


def _set(config, steps, value, raw):
    if steps == ["current-context"]:
        edit.set_current(config, value)
    elif steps == ["preferences", "colors"]:
        edit.set_top(config, "preferences", {"colors": _boolean(value)})
    elif len(steps) < 3:
        raise CommandError("can't set a map to a value: map[]")
    else:
        kind, name, field = steps
        edit.put(config, kind, name, {**(config.find(kind, name) or {}), _written(field): _typed(field, value, raw)})


def _boolean(text: str) -> bool:
    try:
        return goparse.boolean(text)
    except ValueError as e:
        raise CommandError(str(e)) from None


def _typed(field, value, raw):
    if field in edit.BOOLEANS:
        return _boolean(value)
    if field in UNSETTABLE:
        raise CommandError(UNSETTABLE[field])
    if field not in edit.DATA:
        return value
    import base64
    if raw:
        return base64.b64encode(value.encode()).decode()
    if base64_error(value):
        raise CommandError(f"error decoding input value: {base64_error(value)}")
    return value


def _unset(config, steps):
    if steps == ["current-context"]:
        edit.set_current(config, "")
    elif len(steps) == 1 or steps[0] not in FIELDS:
        edit.set_top(config, steps[0], None)
    elif len(steps) == 2:
        edit.remove(config, *steps)
    else:
        kind, name, field = steps
        entry = config.find(kind, name)
        if entry is None:
            raise CommandError(f"current map key `{name}` is invalid")
        edit.put(config, kind, name, {k: v for k, v in entry.items() if k != _written(field)})


def _written(field: str) -> str:
    """A field's name in files."""
    return next((name for name, internal in IMPERSONATION.items() if internal == field), field)
