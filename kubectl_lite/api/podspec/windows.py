"""Validation of what belongs to an operating system: Windows options, and fields that the named system does not have."""
from __future__ import annotations

import re

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.podspec.walk import containers, with_paths
from kubectl_lite.machinery import field, names

MAX_CREDENTIAL = 64 * 1024
MAX_DOMAIN, MAX_USER = 256, 104
CONTROL = r"[\x00-\x1f\x7f]"
NETBIOS = r'[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}'
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
DNS = rf"{LABEL}(?:\.{LABEL})*"
BAD_USER = r'["/\\:;|=,+*?<>@\[\]]'
ONLY_DOTS = r"[. ]+"

SYSTEMS = ("linux", "windows")
NOT_WINDOWS = "cannot be set for a windows pod"
# in order: (where, field); where is "" for the pod, "securityContext" for its context
POD_FIELDS = (("securityContext", "appArmorProfile"), ("securityContext", "seLinuxOptions"), ("", "hostUsers"), ("", "hostPID"), ("", "hostIPC"),
              ("securityContext", "seccompProfile"), ("securityContext", "fsGroup"), ("securityContext", "fsGroupChangePolicy"),
              ("securityContext", "sysctls"), ("", "shareProcessNamespace"), ("securityContext", "runAsUser"), ("securityContext", "runAsGroup"),
              ("securityContext", "supplementalGroups"), ("securityContext", "supplementalGroupsPolicy"), ("securityContext", "seLinuxChangePolicy"))
UNSET_WHEN_EMPTY = ("hostPID", "hostIPC", "sysctls")  # the rest are set whatever they say
CONTAINER_FIELDS = ("appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged",
                    "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup")


def options(value, path) -> list:
    """validateWindowsSecurityContextOptions."""
    if value is None:
        return []
    problems, name, credential = [], value.get("gmsaCredentialSpecName"), value.get("gmsaCredentialSpec")
    if name is not None:
        problems += [field.invalid(path / "gmsaCredentialSpecName", name, text) for text in names.dns_subdomain(name)]
    if credential is not None:
        at = path / "gmsaCredentialSpec"
        if not credential:
            problems.append(field.invalid(at, credential, "gmsaCredentialSpec cannot be an empty string"))
        elif names.size(credential) > MAX_CREDENTIAL:
            problems.append(field.invalid(at, credential, "gmsaCredentialSpec size must be under 64 KiB"))
    if value.get("runAsUserName") is not None:
        problems += [field.invalid(path / "runAsUserName", value["runAsUserName"], text) for text in _user_name(value["runAsUserName"])]
    return problems


def _user_name(name):
    if not name:
        return ["runAsUserName cannot be an empty string"]
    if re.search(CONTROL, name):
        return ["runAsUserName cannot contain control characters"]
    if name.count("\\") > 1:
        return ["runAsUserName cannot contain more than one backslash"]
    domain, backslash, user = name.rpartition("\\")
    texts = []
    if names.size(domain) >= MAX_DOMAIN:
        texts.append(f"runAsUserName's Domain length must be under {MAX_DOMAIN} characters")
    if backslash and not (re.fullmatch(NETBIOS, domain) or re.fullmatch(DNS, domain)):
        texts.append("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
    if not user:
        texts.append("runAsUserName's User cannot be empty")
    elif names.size(user) > MAX_USER:
        texts.append(f"runAsUserName's User length must not be longer than {MAX_USER} characters")
    if re.fullmatch(ONLY_DOTS, user):
        texts.append("runAsUserName's User cannot contain only periods or spaces")
    if re.search(BAD_USER, user):
        texts.append(r'runAsUserName' + "'s User cannot contain the following characters: " + '"/\\:;|=,+*?<>@[]')
    return texts


def host_process(spec, path) -> list:
    """validateWindowsHostProcessPod: all containers are host processes, or none."""
    own = _host_process(spec)
    if own is None and all(_host_process(container) is None for container in containers(spec)):
        return []
    problems, total, count = [], 0, 0
    for container, at in with_paths(spec, path):
        total += 1
        mine = _host_process(container)
        if own is not None and mine is not None and own != mine:
            problems.append(field.invalid(at / "securityContext" / "windowsOptions" / "hostProcess", mine,
                                          f"pod hostProcess value must be identical if both are specified, was {str(own).lower()}"))
        count += bool(mine if mine is not None else own)
    if count and count != total:
        problems.append(field.invalid(path, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers"))
    if count and not spec.get("hostNetwork"):
        problems.append(field.invalid(path / "hostNetwork", False, "hostNetwork must be true if pod contains any hostProcess containers"))
    return problems


def _host_process(holder):
    return ((holder.get("securityContext") or {}).get("windowsOptions") or {}).get("hostProcess")


def operating_system(spec, path) -> list:
    """validateOS, then what the named system excludes."""
    system = spec.get("os")
    if system is None:
        return []
    name = system.get("name", "")
    if not name:
        return [field.required(path / "os" / "name")]
    if name not in SYSTEMS:
        return [field.not_supported(path / "os", name, SYSTEMS)]
    return _linux(spec, path) if name == "linux" else _windows(spec, path)


def _linux(spec, path):
    text, problems = "windows options cannot be set for a linux pod", []
    for holder, at in ((spec, path), *with_paths(spec, path)):
        if (holder.get("securityContext") or {}).get("windowsOptions") is not None:
            problems.append(field.forbidden(at / "securityContext" / "windowsOptions", text))
    return problems


def _windows(spec, path):
    problems = []
    for where, name in POD_FIELDS:
        value = as_sent((spec.get(where) or {}) if where else spec, name)
        if value is not None and (value or name not in UNSET_WHEN_EMPTY):
            problems.append(field.forbidden(path.child(where, name) if where else path / name, NOT_WINDOWS))
    for container, at in with_paths(spec, path):
        context = container.get("securityContext") or {}
        problems += [field.forbidden(at / "securityContext" / name, NOT_WINDOWS) for name in CONTAINER_FIELDS if context.get(name) is not None]
    return problems
