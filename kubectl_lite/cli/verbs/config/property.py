"""`config set` and `config unset`: single values by their dotted path."""
from __future__ import annotations

from kubectl_lite.cli import goparse, kubeconfig, kubeconfigedit as edit
from kubectl_lite.cli.errors import CommandError

TOP = ("current-context", "clusters", "users", "contexts", "preferences", "extensions", "kind", "apiVersion")


def run(ctx, flags, args):
    setting = flags.path == "config set"
    if len(args) != (2 if setting else 1):
        from kubectl_lite.cli import help
        ctx.error(help.text(flags.path))
        raise CommandError(f"Unexpected args: [{' '.join(args)}]")
    config, path = kubeconfig.for_change(ctx), args[0].split(".")
    if path[0] not in TOP:
        raise CommandError(f"unable to parse {args[0]} after [] at api.Config")
    if setting:
        _set(config, path, args[1], bool(flags["set-raw-bytes"]))
    else:
        _unset(config, path)
    ctx.print(f'Property "{args[0]}" {"set" if setting else "unset"}.')


def _set(config, path, value, raw):
    if path == ["current-context"]:
        edit.set_current(config, value)
        return
    kind, name, field = _place(path)
    if field is None:
        raise CommandError("can't set a map to a value: map[]")
    entry = dict(config.find(kind, name) or {})
    entry[field] = _typed(field, value, raw)
    edit.put(config, kind, name, entry)


def _typed(field, value, raw):
    if field in edit.BOOLEANS:
        try:
            return goparse.boolean(value)
        except ValueError as e:
            raise CommandError(str(e)) from None
    if field not in edit.DATA:
        return value
    import base64
    if raw:
        return base64.b64encode(value.encode()).decode()
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        raise CommandError("error decoding base64 string: illegal base64 data at input byte 0") from None
    return value


def _place(path):
    """(kind, entry name, field or None); entry names may hold dots."""
    kind = path[0]
    if kind not in edit.FIELDS or len(path) < 2:
        return kind, "", None
    if len(path) > 2 and path[-1] in edit.FIELDS[kind]:
        return kind, ".".join(path[1:-1]), path[-1]
    return kind, ".".join(path[1:]), None


def _unset(config, path):
    if path == ["current-context"]:
        edit.set_current(config, "")
        return
    kind, name, field = _place(path)
    if not name:
        for file, content in list(config.files.items()):
            edit.save(config, file, {**content, kind: None})
        return
    entry = config.find(kind, name)
    if entry is None:
        raise CommandError(f"current map key `{name}` is invalid")
    if field is None:
        edit.remove(config, kind, name)
    else:
        edit.put(config, kind, name, {k: v for k, v in entry.items() if k != field})
