"""LEVELS: which checks a level makes, in the order of their messages, and from which minor version on."""
from __future__ import annotations

from kubectl_lite.apiserver.admission.podsecurity import baseline, restricted

PRIVILEGED, BASELINE, RESTRICTED = "privileged", "baseline", "restricted"
LEVELS = (PRIVILEGED, BASELINE, RESTRICTED)
LATEST = 10_000

# (check, first minor version, the restricted check that takes its place, first minor version of that)
BASELINE_CHECKS = (
    (baseline.app_armor, 0, None, 0),
    (baseline.capabilities, 0, restricted.capabilities, 22),
    (baseline.host_namespaces, 0, None, 0),
    (baseline.host_path_volumes, 0, restricted.volumes, 0),
    (baseline.host_ports, 0, None, 0),
    (baseline.host_probes, 34, None, 0),
    (baseline.privileged, 0, None, 0),
    (baseline.proc_mount, 0, None, 0),
    (baseline.selinux, 0, None, 0),
    (baseline.seccomp, 0, restricted.seccomp, 19),
    (baseline.sysctls, 0, None, 0),
    (baseline.windows_host_process, 0, None, 0),
)
RESTRICTED_CHECKS = (
    (restricted.privilege_escalation, 8),
    (restricted.capabilities, 22),
    (restricted.volumes, 0),
    (restricted.non_root, 0),
    (restricted.root_user, 23),
    (restricted.seccomp, 19),
)


def evaluate(level: str, minor: int, metadata: dict, spec: dict) -> list[tuple]:
    """(reason, detail) of every check of a level that a pod fails."""
    if level == PRIVILEGED:
        return []
    return [found for check in _checks(level, minor) if (found := check(metadata, spec))]


def _checks(level, minor):
    for check, since, instead, instead_since in BASELINE_CHECKS:
        if minor >= since and not (level == RESTRICTED and instead and minor >= instead_since):
            yield check
    if level == RESTRICTED:
        yield from (check for check, since in RESTRICTED_CHECKS if minor >= since)
