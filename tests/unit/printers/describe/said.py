"""Helpers of the describer tests: fixed clock, time zone and the text of one object."""
import os
import time

from kubectl_lite.printers.describe import describer

os.environ["TZ"] = "UTC"
time.tzset()
NOW = 1_700_000_000.0
AGO = "2023-11-14T22:10:20Z"  # three minutes
LONG_AGO = "2023-11-14T20:13:20Z"  # two hours


def said(kind, obj, group="", related=None):
    """The description of an object named x in the namespace demo; whatever is not given in `related` is empty."""
    obj = {"apiVersion": f"{group}/v1" if group else "v1", "kind": kind, **obj, "metadata": {"name": "x", "uid": "u", "creationTimestamp": AGO, **obj.get("metadata", {})}}
    module = describer(group, kind)
    answers = {name: {"items": []} for name in module.related(obj)}
    answers.update(related or {})
    return module.describe(obj, answers, NOW)


def lines(text, first, last=None):
    """The lines from the one that starts with `first` to the one before `last` (or to the end)."""
    found = text.splitlines()
    start = next(i for i, line in enumerate(found) if line.startswith(first))
    end = next((i for i, line in enumerate(found) if i > start and last and line.startswith(last)), len(found))
    return "\n".join(found[start:end])
