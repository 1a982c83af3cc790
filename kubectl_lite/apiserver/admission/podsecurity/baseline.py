"""The checks of the level baseline. Each takes (metadata, spec) and returns (reason, detail) or None."""
from __future__ import annotations

from kubectl_lite.api.podspec.walk import containers
from kubectl_lite.apiserver.admission.podsecurity.walk import context, failing, named, plural, quoted, setters

CAPABILITIES = {"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID",
                "SETPCAP", "SETUID", "SYS_CHROOT"}
# type or sysctl: the minor version since which it is allowed
SELINUX_TYPES = {"": 0, "container_t": 0, "container_init_t": 0, "container_kvm_t": 0, "container_engine_t": 31}
SYSCTLS = {
    "kernel.shm_rmid_forced": 0, "net.ipv4.ip_local_port_range": 0, "net.ipv4.tcp_syncookies": 0, "net.ipv4.ping_group_range": 0,
    "net.ipv4.ip_unprivileged_port_start": 0, "net.ipv4.ip_local_reserved_ports": 27, "net.ipv4.tcp_keepalive_time": 29,
    "net.ipv4.tcp_fin_timeout": 29, "net.ipv4.tcp_keepalive_intvl": 29, "net.ipv4.tcp_keepalive_probes": 29, "net.ipv4.tcp_rmem": 32, "net.ipv4.tcp_wmem": 32,
}
NEWEST = 10_000
SECCOMP_POD, SECCOMP_CONTAINER = "seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/"
APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"


def app_armor(metadata, spec):
    bad_annotations = sorted(f'{k}="{v}"' for k, v in (metadata.get("annotations") or {}).items()
                             if k.startswith(APPARMOR_ANNOTATION) and not (v in ("", "runtime/default") or v.startswith("localhost/")))
    bad = failing(spec, lambda c: _unconfined(c, "appArmorProfile"))
    pod = _unconfined(spec, "appArmorProfile")
    if not bad and not pod and not bad_annotations:
        return None
    parts = [f'{setters(pod, bad)} must not set AppArmor profile type to "Unconfined"'] if bad or pod else []
    if bad_annotations:
        parts.append(f"{plural('annotation', bad_annotations)} {', '.join(bad_annotations)}")
    return plural("forbidden AppArmor profile", [*bad_annotations, *(["Unconfined"] if bad or pod else [])]), "; ".join(parts)


def _unconfined(thing, field):
    return (context(thing).get(field) or {}).get("type") == "Unconfined"


def capabilities(_metadata, spec):
    bad, added = [], set()
    for container in containers(spec):
        extra = set((context(container).get("capabilities") or {}).get("add") or ()) - CAPABILITIES
        if extra:
            bad.append(container["name"])
            added |= extra
    if bad:
        return "non-default capabilities", f"{named(bad)} must not include {quoted(sorted(added))} in securityContext.capabilities.add"


def host_namespaces(_metadata, spec):
    used = [f"{name}=true" for name in ("hostNetwork", "hostPID", "hostIPC") if spec.get(name)]
    return ("host namespaces", ", ".join(used)) if used else None


def host_path_volumes(_metadata, spec):
    bad = [v["name"] for v in spec.get("volumes") or () if "hostPath" in v]
    return ("hostPath volumes", f"{plural('volume', bad)} {quoted(bad)}") if bad else None


def host_ports(_metadata, spec):
    bad, ports = [], []
    for container in containers(spec):
        used = [str(p["hostPort"]) for p in container.get("ports") or () if p.get("hostPort")]
        if used:
            bad.append(container["name"])
            ports += [p for p in used if p not in ports]
    if bad:
        verb = "uses" if len(bad) == 1 else "use"
        return "hostPort", f"{named(bad)} {verb} {plural('hostPort', ports)} {', '.join(sorted(ports))}"


def host_probes(_metadata, spec):
    """Probes and lifecycle hooks may not reach other hosts."""
    bad, hosts = [], set()
    for container in containers(spec):
        used = {h for h in _hosts(container) if h}
        if used:
            bad.append(container["name"])
            hosts |= used
    if bad:
        verb = "uses" if len(bad) == 1 else "use"
        return "probe or lifecycle host", f"{named(sorted(bad))} {verb} {plural('probe or lifecycle host', hosts)} {quoted(sorted(hosts))}"


def _hosts(container):
    lifecycle = container.get("lifecycle") or {}
    handlers = [container.get(p) or {} for p in ("livenessProbe", "readinessProbe", "startupProbe")] + [lifecycle.get(h) or {} for h in ("postStart", "preStop")]
    for handler in handlers:
        for action in ("httpGet", "tcpSocket"):
            yield (handler.get(action) or {}).get("host")


def privileged(_metadata, spec):
    bad = failing(spec, lambda c: context(c).get("privileged"))
    return ("privileged", f"{named(bad)} must not set securityContext.privileged=true") if bad else None


def proc_mount_of_host_users(metadata, spec):
    """Pods in a user namespace of their own may see all of /proc."""
    return None if spec.get("hostUsers") is False else proc_mount(metadata, spec)


def proc_mount(_metadata, spec):
    bad = failing(spec, lambda c: context(c).get("procMount", "Default") != "Default")
    if bad:
        values = sorted({context(c)["procMount"] for c in containers(spec) if context(c).get("procMount", "Default") != "Default"})
        return "procMount", f"{named(bad)} must not set securityContext.procMount to {quoted(values)}"


def _before(since, before):
    return {name for name, minor in since.items() if minor < before}


def selinux(before=NEWEST):
    """The check as it is in the versions before one."""
    allowed = _before(SELINUX_TYPES, before)
    return lambda _metadata, spec: _selinux(spec, allowed)


def _selinux(spec, allowed):
    every = [(None, context(spec).get("seLinuxOptions") or {})] + [(c["name"], context(c).get("seLinuxOptions") or {}) for c in containers(spec)]
    bad = [(name, o) for name, o in every if o.get("type", "") not in allowed or o.get("user") or o.get("role")]
    if not bad:
        return None
    types = sorted({o["type"] for _, o in bad if o.get("type", "") not in allowed})
    data = [f"{plural('type', types)} {quoted(types)}"] if types else []
    data += [f"{key} may not be set" for key in ("user", "role") if any(o.get(key) for _, o in bad)]
    who = setters(any(n is None for n, _ in bad), [n for n, _ in bad if n is not None])
    return "seLinuxOptions", f"{who} set forbidden securityContext.seLinuxOptions: {'; '.join(data)}"


def seccomp_annotations(metadata, spec):
    """Profiles as they were asked for before there was a field."""
    held = metadata.get("annotations") or {}
    asked = [key for key in (SECCOMP_POD, *(SECCOMP_CONTAINER + c["name"] for c in containers(spec))) if key in held]
    bad = [f'{key}="{held[key]}"' for key in asked if held[key] not in ("runtime/default", "docker/default") and not held[key].startswith("localhost/")]
    return ("seccompProfile", f"forbidden {plural('annotation', bad)} {', '.join(bad)}") if bad else None


def seccomp(_metadata, spec):
    pod, bad = _unconfined(spec, "seccompProfile"), failing(spec, lambda c: _unconfined(c, "seccompProfile"))
    if pod or bad:
        return "seccompProfile", f'{setters(pod, bad)} must not set securityContext.seccompProfile.type to "Unconfined"'


def sysctls(before=NEWEST):
    """The check as it is in the versions before one."""
    allowed = _before(SYSCTLS, before)
    return lambda _metadata, spec: _sysctls(spec, allowed)


def _sysctls(spec, allowed):
    bad = [s["name"] for s in context(spec).get("sysctls") or () if s["name"] not in allowed]
    return ("forbidden sysctls", ", ".join(bad)) if bad else None


def windows_host_process(_metadata, spec):
    def does(thing):
        return (context(thing).get("windowsOptions") or {}).get("hostProcess")
    pod, bad = bool(does(spec)), failing(spec, does)
    if pod or bad:
        return "hostProcess", f"{setters(pod, bad)} must not set securityContext.windowsOptions.hostProcess=true"
