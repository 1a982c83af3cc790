"""PV protection controller: a volume stays while it is bound. The rule is volumeprotection.py's."""
from __future__ import annotations

from kubectl_lite.controllers import volumeprotection as rule

_CONTROLLER = rule.Protection("persistentvolume-protection-controller", "pv-protection-controller", rule.VOLUMES, "kubernetes.io/pv-protection",
                              rule.volume_in_use, {})
NAME, USER, WATCHES, reconcile = _CONTROLLER.NAME, _CONTROLLER.USER, _CONTROLLER.WATCHES, _CONTROLLER.reconcile
