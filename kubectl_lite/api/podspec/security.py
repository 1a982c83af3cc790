"""Validation of security contexts: of the pod and of its containers, seccomp, AppArmor and sysctls. Windows is in windows.py."""
from __future__ import annotations

import re

from kubectl_lite.api import internal
from kubectl_lite.api.podspec import windows
from kubectl_lite.api.podspec.paths import descending
from kubectl_lite.machinery import field, names

MAX_ID = (1 << 31) - 1
SECCOMP_TYPES = ("Localhost", "RuntimeDefault", "Unconfined")
PROC_MOUNTS = ("Default", "Unmasked")
MAX_PROFILE_PATH = 4095
SYSCTL = r"([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
SYSCTL_TEXT = r"must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"
NET_SYSCTLS, IPC_SYSCTLS = ("net.",), ("kernel.shm", "kernel.msg", "fs.mqueue.")
IPC_NAMES = ("kernel.sem",)


def identity(value, path) -> list:
    """A user or group id."""
    return [] if value is None else [field.invalid(path, value, text) for text in names.in_range(value, 0, MAX_ID)]


def validate_pod(context, spec, path, options) -> list:
    """validatePodSpecSecurityContext."""
    problems = []
    for name in ("fsGroup", "runAsUser", "runAsGroup"):
        problems += identity(context.get(name), path / name)
    for i, group in enumerate(context.get("supplementalGroups") or ()):
        problems += identity(group, (path / "supplementalGroups").index(i))
    if spec.get("shareProcessNamespace") and spec.get("hostPID"):
        problems.append(field.invalid(path / "shareProcessNamespace", True, "ShareProcessNamespace and HostPID cannot both be enabled"))
    problems += _sysctls(context.get("sysctls") or (), spec, path / "sysctls", options)
    problems += _policy(context, "fsGroupChangePolicy", ("Always", "OnRootMismatch"), path)
    problems += seccomp(context.get("seccompProfile"), path / "seccompProfile")
    problems += windows.options(context.get("windowsOptions"), path / "windowsOptions")
    problems += app_armor(context.get("appArmorProfile"), path / "appArmorProfile")
    problems += _policy(context, "supplementalGroupsPolicy", ("Merge", "Strict"), path)
    return problems + _policy(context, "seLinuxChangePolicy", ("MountOption", "Recursive") if options.mount_option_policy else ("Recursive",), path)


def _policy(context, name, allowed, path):
    value = context.get(name)
    return [] if value is None or value in allowed else [field.not_supported(path / name, value, allowed)]


def _sysctls(sysctls, spec, path, options):
    problems, seen = [], set()
    for i, sysctl in enumerate(sysctls):
        name, at = sysctl.get("name", ""), path.index(i) / "name"
        if not name:
            problems.append(field.required(at))
        elif len(name) > 253 or not re.fullmatch(SYSCTL, name):
            problems.append(field.invalid(at, name, SYSCTL_TEXT))
        elif name in seen:
            problems.append(field.duplicate(at, name))
        if not options.host_sysctls:
            problems += host_sysctl(name, spec, at)
        seen.add(name)
    return problems


def host_sysctl(name, spec, path) -> list:
    """ValidateHostSysctl: a sysctl of a namespace that the pod shares with the host."""
    dotted = name.replace("/", ".")
    if spec.get("hostNetwork") and dotted.startswith(NET_SYSCTLS):
        return [field.invalid(path, name, "may not be specified when 'hostNetwork' is true")]
    if spec.get("hostIPC") and (dotted.startswith(IPC_SYSCTLS) or dotted in IPC_NAMES):
        return [field.invalid(path, name, "may not be specified when 'hostIPC' is true")]
    return []


def seccomp(profile, path) -> list:
    """validateSeccompProfileField."""
    if profile is None:
        return []
    kind, problems = profile.get("type", ""), []
    if not kind:
        problems.append(field.required(path / "type", "type is required when seccompProfile is set"))
    elif kind not in SECCOMP_TYPES:
        problems.append(field.not_supported(path / "type", kind, SECCOMP_TYPES))
    local = profile.get("localhostProfile")
    if kind == "Localhost":
        return problems + ([field.required(path / "localhostProfile", "must be set when seccomp type is Localhost")] if local is None
                           else descending(local, path / "localhostProfile"))
    if local is not None:
        problems.append(field.invalid(path / "localhostProfile", internal.value(profile, "SeccompProfile"),
                                      "can only be set when seccomp type is Localhost"))
    return problems


def app_armor(profile, path) -> list:
    """ValidateAppArmorProfileField."""
    if profile is None:
        return []
    kind, local, at = profile.get("type", ""), profile.get("localhostProfile"), path / "localhostProfile"
    if kind == "Localhost":
        return _local_profile(local, at)
    if kind in ("RuntimeDefault", "Unconfined"):
        return [] if local is None else [field.invalid(at, local, "can only be set when AppArmor type is Localhost")]
    if not kind:
        return [field.required(path / "type", "type is required when appArmorProfile is set")]
    return [field.not_supported(path / "type", kind, SECCOMP_TYPES)]


def _local_profile(local, path):
    missing = [field.required(path, "must be set when AppArmor type is Localhost")]
    if local is None:
        return missing
    problems = []
    if local.strip() != local:
        problems.append(field.invalid(path, local, "must not be padded with whitespace"))
    elif not local:
        problems += missing
    if names.size(local) > MAX_PROFILE_PATH:
        problems.append(field.too_long(path, MAX_PROFILE_PATH))
    return problems


def validate_container(context, path, host_users) -> list:
    """ValidateSecurityContext of a container; `host_users`: the pod runs in the host's user namespace."""
    if context is None:
        return []
    problems = identity(context.get("runAsUser"), path / "runAsUser") + identity(context.get("runAsGroup"), path / "runAsGroup")
    mount = context.get("procMount")
    if mount is not None:
        if mount not in PROC_MOUNTS:
            problems.append(field.not_supported(path / "procMount", mount, PROC_MOUNTS))
        if host_users and mount == "Unmasked":
            problems.append(field.invalid(path / "procMount", mount, "`hostUsers` must be false to use `Unmasked`"))
    problems += seccomp(context.get("seccompProfile"), path / "seccompProfile")
    problems += _escalation(context, path)
    problems += windows.options(context.get("windowsOptions"), path / "windowsOptions")
    return problems + app_armor(context.get("appArmorProfile"), path / "appArmorProfile")


def _escalation(context, path):
    if context.get("allowPrivilegeEscalation") is not False:
        return []
    problems, shown = [], internal.value(context, "SecurityContext")
    if context.get("privileged"):
        problems.append(field.invalid(path, shown, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"))
    for capability in (context.get("capabilities") or {}).get("add") or ():
        if capability == "CAP_SYS_ADMIN":
            problems.append(field.invalid(path, shown, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"))
    return problems


def host_users(spec, path) -> list:
    """validateHostUsers: a user namespace of its own excludes the host's other namespaces."""
    if spec.get("hostUsers") is not False:
        return []
    fields = (("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC"))
    return [field.forbidden(path / shown, "when `hostUsers` is false") for name, shown in fields if spec.get(name)]
