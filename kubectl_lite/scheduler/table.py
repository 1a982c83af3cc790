"""SCHEDULERS: the schedulers of a cluster. A row names the module and the resources whose first object wakes it."""
from __future__ import annotations

from collections import namedtuple

Row = namedtuple("Row", "name module wakes")

SCHEDULERS = (Row("default-scheduler", "kubectl_lite.scheduler.scheduler", ("pods",)),)
