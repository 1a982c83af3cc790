"""LEVELS: which checks a level makes, in the order of their messages, and from which minor version on."""
from __future__ import annotations

from kubectl_lite.apiserver.admission.podsecurity import baseline, restricted

PRIVILEGED, BASELINE, RESTRICTED = "privileged", "baseline", "restricted"
LEVELS = (PRIVILEGED, BASELINE, RESTRICTED)
LATEST = 10_000

# (((first minor version, check), …), the first minor version in which a restricted check takes its place)
BASELINE_CHECKS = (
    (((0, baseline.app_armor),), None),
    (((0, baseline.capabilities),), 22),
    (((0, baseline.host_namespaces),), None),
    (((0, baseline.host_path_volumes),), 0),
    (((0, baseline.host_ports),), None),
    (((34, baseline.host_probes),), None),
    (((0, baseline.privileged),), None),
    (((0, baseline.proc_mount), (35, baseline.proc_mount_of_host_users)), 35),
    (((0, baseline.selinux(31)), (31, baseline.selinux())), None),
    (((0, baseline.seccomp_annotations), (19, baseline.seccomp)), 19),
    (((0, baseline.sysctls(27)), (27, baseline.sysctls(29)), (29, baseline.sysctls(32)), (32, baseline.sysctls())), None),
    (((0, baseline.windows_host_process),), None),
)
RESTRICTED_CHECKS = (
    ((8, restricted.privilege_escalation), (25, restricted.not_on_windows(restricted.privilege_escalation))),
    ((22, restricted.capabilities), (25, restricted.not_on_windows(restricted.capabilities))),
    ((35, baseline.proc_mount),),
    ((0, restricted.volumes),),
    ((0, restricted.non_root),),
    ((23, restricted.root_user),),
    ((19, restricted.seccomp), (25, restricted.not_on_windows(restricted.seccomp))),
)


def evaluate(level: str, minor: int, metadata: dict, spec: dict) -> list[tuple]:
    """(reason, detail) of every check of a level that a pod fails."""
    if level == PRIVILEGED:
        return []
    return [found for check in _checks(level, minor) if check and (found := check(metadata, spec))]


def _checks(level, minor):
    """The checks of a level in one version, None for one that is not made yet."""
    for versions, replaced in BASELINE_CHECKS:
        if level == BASELINE or replaced is None or minor < replaced:
            yield _newest(versions, minor)
    if level == RESTRICTED:
        yield from (_newest(versions, minor) for versions in RESTRICTED_CHECKS)


def _newest(versions, minor):
    return next((check for since, check in reversed(versions) if minor >= since), None)
