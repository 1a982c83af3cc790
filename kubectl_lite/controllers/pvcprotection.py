"""PVC protection controller: a claim stays while a pod on a node uses it. The rule is volumeprotection.py's."""
from __future__ import annotations

from kubectl_lite.controllers import volumeprotection as rule

_CONTROLLER = rule.Protection("persistentvolumeclaim-protection-controller", "pvc-protection-controller", rule.CLAIMS, "kubernetes.io/pvc-protection",
                              rule.claim_in_use, {rule.PODS: rule.pod_keys})
NAME, USER, WATCHES, reconcile = _CONTROLLER.NAME, _CONTROLLER.USER, _CONTROLLER.WATCHES, _CONTROLLER.reconcile
