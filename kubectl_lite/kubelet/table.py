"""KUBELETS: the participants that stand for the machines. A row names the module and the resources whose first object wakes it."""
from __future__ import annotations

from collections import namedtuple

Row = namedtuple("Row", "name module wakes")

KUBELETS = (Row("kubelet", "kubectl_lite.kubelet.participant", ("nodes",)),)
