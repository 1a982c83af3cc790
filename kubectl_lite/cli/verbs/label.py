"""`label`."""
from __future__ import annotations

from kubectl_lite.cli import metaverb
from kubectl_lite.cli.errors import CommandError, raise_all
from kubectl_lite.machinery import names


def run(ctx, flags, args):
    return metaverb.run(ctx, flags, args, LABEL)


def parse(specs):
    """(new labels, labels to remove) of KEY=VALUE and KEY- texts."""
    new, remove = {}, []
    for spec in specs:
        key, equals, value = spec.partition("=")
        if not equals:
            remove.append(spec[:-1])
            continue
        if "=" in value:
            raise CommandError(f"invalid label spec: {spec}")
        problems = names.label_value(value)
        if problems:
            raise CommandError(f'invalid label value: "{spec}": {";".join(problems)}')
        new[key] = value
    if any(key in new for key in remove):
        raise CommandError("can not both modify and remove a label in the same command")
    return new, remove


def check_overwrite(old: dict, new: dict) -> None:
    raise_all([CommandError(f"'{key}' already has a value ({old[key]}), and --overwrite is false")
               for key, value in new.items() if key in old and old[key] != value])


def message(changed: bool, new, remove) -> str:
    """The word for what happened."""
    if not changed:
        return "not labeled"
    return "modified" if new and remove else "labeled" if new else "unlabeled"


def report_missing(ctx, old, remove):
    for key in remove:
        if key not in old:
            ctx.print(f'label "{key}" not found.')


LABEL = metaverb.Kind("label", "labels", parse, check_overwrite, message, report_missing, False)
