"""`annotate`."""
from __future__ import annotations

from kubectl_lite.cli import metaverb, pairs
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    return metaverb.run(ctx, flags, args, ANNOTATION)


def parse(specs):
    new, remove = pairs.parse(specs, "annotation")
    both = [key for key in remove if key in new]
    if both:
        raise CommandError(f"can not both modify and remove the following annotation(s) in the same command: {', '.join(both)}")
    return new, remove


CHANGE_CAUSE = "kubernetes.io/change-cause"


def check_overwrite(old: dict, new: dict) -> None:
    found = [f"'{key}' already has a value ({old[key]})" for key in sorted(new)
             if key in old and old[key] != new[key] and key != CHANGE_CAUSE]  # a change always has its own cause
    if found:
        raise CommandError(f"--overwrite is false but found the following declared annotation(s): {'; '.join(found)}")


ANNOTATION = metaverb.Kind("annotation", "annotations", parse, check_overwrite, lambda changed, new, remove: "annotated", lambda ctx, old, remove: None, True)
