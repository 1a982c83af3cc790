"""The checks that the level restricted adds. Each takes (metadata, spec) and returns (reason, detail) or None."""
from __future__ import annotations

from kubectl_lite.api.podspec.walk import containers
from kubectl_lite.apiserver.admission.podsecurity.walk import context, failing, is_windows, named, plural, quoted, setters

VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"}
SECCOMP = ("RuntimeDefault", "Localhost")


def not_on_windows(check):
    """A check of what there is on Linux only."""
    return lambda metadata, spec: None if is_windows(spec) else check(metadata, spec)


def privilege_escalation(_metadata, spec):
    bad = failing(spec, lambda c: context(c).get("allowPrivilegeEscalation") is not False)
    return ("allowPrivilegeEscalation != false", f"{named(bad)} must set securityContext.allowPrivilegeEscalation=false") if bad else None


def capabilities(_metadata, spec):
    missing = failing(spec, lambda c: "ALL" not in ((context(c).get("capabilities") or {}).get("drop") or ()))
    adding, added = [], set()
    for container in containers(spec):
        extra = set((context(container).get("capabilities") or {}).get("add") or ()) - {"NET_BIND_SERVICE"}
        if extra:
            adding.append(container["name"])
            added |= extra
    details = [f'{named(missing)} must set securityContext.capabilities.drop=["ALL"]'] if missing else []
    if adding:
        details.append(f"{named(adding)} must not include {quoted(sorted(added))} in securityContext.capabilities.add")
    return ("unrestricted capabilities", "; ".join(details)) if details else None


def volumes(_metadata, spec):
    bad, types = [], set()
    for volume in spec.get("volumes") or ():
        kinds = [k for k in volume if k != "name"]
        if not kinds or kinds[0] not in VOLUMES:
            bad.append(volume["name"])
            types.add(kinds[0] if kinds else "unknown")
    if bad:
        verb = "uses" if len(bad) == 1 else "use"
        return "restricted volume types", f"{plural('volume', bad)} {quoted(bad)} {verb} restricted volume {plural('type', types)} {quoted(sorted(types))}"


def non_root(_metadata, spec):
    if spec.get("hostUsers") is False:
        return None
    pod = context(spec).get("runAsNonRoot")
    explicit = failing(spec, lambda c: context(c).get("runAsNonRoot") is False)
    if pod is False or explicit:
        return "runAsNonRoot != true", f"{setters(pod is False, explicit)} must not set securityContext.runAsNonRoot=false"
    silent = [] if pod else failing(spec, lambda c: context(c).get("runAsNonRoot") is None)
    return ("runAsNonRoot != true", f"pod or {named(silent)} must set securityContext.runAsNonRoot=true") if silent else None


def root_user(_metadata, spec):
    if spec.get("hostUsers") is False:
        return None
    pod, bad = context(spec).get("runAsUser") == 0, failing(spec, lambda c: context(c).get("runAsUser") == 0)
    return ("runAsUser=0", f"{setters(pod, bad)} must not set runAsUser=0") if pod or bad else None


def seccomp(_metadata, spec):
    pod = _profile(spec)
    explicit = failing(spec, lambda c: _profile(c) not in (None, *SECCOMP))
    if pod not in (None, *SECCOMP) or explicit:
        values = sorted({p for p in [pod, *map(_profile, containers(spec))] if p not in (None, *SECCOMP)})
        return "seccompProfile", f"{setters(pod not in (None, *SECCOMP), explicit)} must not set securityContext.seccompProfile.type to {quoted(values)}"
    silent = [] if pod else failing(spec, lambda c: _profile(c) is None)
    if silent:
        return "seccompProfile", f'pod or {named(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"'


def _profile(thing):
    return (context(thing).get("seccompProfile") or {}).get("type")
