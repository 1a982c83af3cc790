"""The checks of the level baseline. Each takes (metadata, spec) and returns (reason, detail) or None."""
from __future__ import annotations

from kubectl_lite.api.podspec.walk import containers
from kubectl_lite.apiserver.admission.podsecurity.walk import context, failing, named, plural, quoted, setters

CAPABILITIES = {"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID",
                "SETPCAP", "SETUID", "SYS_CHROOT"}
SELINUX_TYPES = {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}
SYSCTLS = {
    "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
    "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
}
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
        return "probe or lifecycle host", f"{named(bad)} {'uses' if len(bad) == 1 else 'use'} probe or lifecycle {plural('host', hosts)} {quoted(sorted(hosts))}"


def _hosts(container):
    lifecycle = container.get("lifecycle") or {}
    handlers = [container.get(p) or {} for p in ("livenessProbe", "readinessProbe", "startupProbe")] + [lifecycle.get(h) or {} for h in ("postStart", "preStop")]
    for handler in handlers:
        for action in ("httpGet", "tcpSocket"):
            yield (handler.get(action) or {}).get("host")


def privileged(_metadata, spec):
    bad = failing(spec, lambda c: context(c).get("privileged"))
    return ("privileged", f"{named(bad)} must not set securityContext.privileged=true") if bad else None


def proc_mount(_metadata, spec):
    if spec.get("hostUsers") is False:
        return None
    bad = failing(spec, lambda c: context(c).get("procMount", "Default") != "Default")
    if bad:
        values = sorted({context(c)["procMount"] for c in containers(spec) if context(c).get("procMount", "Default") != "Default"})
        return "procMount", f"{named(bad)} must not set securityContext.procMount to {quoted(values)}"


def selinux(_metadata, spec):
    every = [(None, context(spec).get("seLinuxOptions") or {})] + [(c["name"], context(c).get("seLinuxOptions") or {}) for c in containers(spec)]
    bad = [(name, o) for name, o in every if o.get("type", "") not in SELINUX_TYPES or o.get("user") or o.get("role")]
    if not bad:
        return None
    types = sorted({o["type"] for _, o in bad if o.get("type", "") not in SELINUX_TYPES})
    data = [f"{plural('type', types)} {quoted(types)}"] if types else []
    data += [f"{key} may not be set" for key in ("user", "role") if any(o.get(key) for _, o in bad)]
    who = setters(any(n is None for n, _ in bad), [n for n, _ in bad if n is not None])
    return "seLinuxOptions", f"{who} set forbidden securityContext.seLinuxOptions: {'; '.join(data)}"


def seccomp(_metadata, spec):
    pod, bad = _unconfined(spec, "seccompProfile"), failing(spec, lambda c: _unconfined(c, "seccompProfile"))
    if pod or bad:
        return "seccompProfile", f'{setters(pod, bad)} must not set securityContext.seccompProfile.type to "Unconfined"'


def sysctls(_metadata, spec):
    bad = [s["name"] for s in context(spec).get("sysctls") or () if s["name"] not in SYSCTLS]
    return ("forbidden sysctls", ", ".join(bad)) if bad else None


def windows_host_process(_metadata, spec):
    def does(thing):
        return (context(thing).get("windowsOptions") or {}).get("hostProcess")
    pod, bad = bool(does(spec)), failing(spec, does)
    if pod or bad:
        return "hostProcess", f"{setters(pod, bad)} must not set securityContext.windowsOptions.hostProcess=true"
