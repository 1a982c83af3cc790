"""The containers of a pod or of a pod template: kubectl's describeContainers and what it is made of."""
from __future__ import annotations

from kubectl_lite.printers.ages import rfc1123z
from kubectl_lite.printers.describe import environment
from kubectl_lite.printers.describe.writer import Writer, go_list
from kubectl_lite.printers.text import host_port

STATES = ("running", "waiting", "terminated")


def containers(w: Writer, title: str, listed: list[dict] | None, statuses: list[dict] | None, pod: dict | None, space: str) -> None:
    """A titled list of containers; `pod` resolves references to its own fields, None in a template; space as for volumes."""
    found = {status["name"]: status for status in statuses or ()}
    w.line(0, f"{space}{title}:{'' if listed else ' <none>'}")
    for container in listed or ():
        _container(w, container, found.get(container["name"]), pod, space)


def _container(w: Writer, container: dict, status: dict | None, pod: dict | None, space: str) -> None:
    _basics(w, container, status, space)
    _words(w, "Command", container.get("command"))
    _words(w, "Args", container.get("args"))
    if status is not None:
        _state(w, "State", status.get("state") or {})
        if (status.get("lastState") or {}).get("terminated") is not None:
            _state(w, "Last State", status["lastState"])
        w.field("Ready", bool(status.get("ready")), 2)
        w.field("Restart Count", status.get("restartCount", 0), 2)
    resources(w, container.get("resources"), 2)
    for title, key in (("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")):
        if container.get(key) is not None:
            w.field(title, probe(container[key]), 2)
    environment.sources(w, container)
    environment.variables(w, container, pod)
    _mounts(w, container)


def _basics(w: Writer, container: dict, status: dict | None, space: str) -> None:
    w.line(1, f"{' ' if space else ''}{container['name']}:")
    if status is not None:
        w.field("Container ID", status.get("containerID", ""), 2)
    w.field("Image", container.get("image", ""), 2)
    if status is not None:
        w.field("Image ID", status.get("imageID", ""), 2)
    for title, key in (("Port", "containerPort"), ("Host Port", "hostPort")):
        text = ", ".join(_port(port, key) for port in container.get("ports") or ())
        w.field(title + "s" if "," in text else title, text or "<none>", 2)
    profile = (container.get("securityContext") or {}).get("seccompProfile")
    if profile is not None:
        w.field("SeccompProfile", profile.get("type", ""), 2)
        if profile.get("type") == "Localhost":
            w.field("LocalhostProfile", profile.get("localhostProfile", ""), 3)


def _port(port: dict, key: str) -> str:
    text = f"{port.get(key, 0)}/{port.get('protocol', '')}"
    return f"{text} ({port['name']})" if port.get("name") else text


def _words(w: Writer, title: str, words: list[str] | None) -> None:
    if words:
        w.line(2, f"{title}:")
    for word in words or ():
        for line in word.split("\n"):
            w.line(3, line)


def resources(w: Writer, listed: dict | None, level: int) -> None:
    """Limits and requests, sorted by name."""
    for title, key in (("Limits", "limits"), ("Requests", "requests")):
        amounts = (listed or {}).get(key)
        if amounts:
            w.line(level, f"{title}:")
            w.rows(level + 1, *((f"{name}:", amounts[name]) for name in sorted(amounts)))


def _state(w: Writer, title: str, state: dict) -> None:
    kind = next((key for key in STATES if state.get(key) is not None), "waiting")
    details = state.get(kind) or {}
    w.field(title, kind.capitalize(), 2)
    if kind == "running":
        w.field("Started", rfc1123z(details.get("startedAt")), 3)
        return
    if details.get("reason"):
        w.field("Reason", details["reason"], 3)
    if kind == "terminated":
        _end(w, details)


def _end(w: Writer, terminated: dict) -> None:
    if terminated.get("message"):
        w.field("Message", terminated["message"], 3)
    w.field("Exit Code", terminated.get("exitCode", 0), 3)
    if (terminated.get("signal") or 0) > 0:
        w.field("Signal", terminated["signal"], 3)
    w.field("Started", rfc1123z(terminated.get("startedAt")), 3)
    w.field("Finished", rfc1123z(terminated.get("finishedAt")), 3)


def probe(probe: dict) -> str:
    """A probe on one line."""
    times = (f"delay={probe.get('initialDelaySeconds', 0)}s timeout={probe.get('timeoutSeconds', 0)}s period={probe.get('periodSeconds', 0)}s "
             f"#success={probe.get('successThreshold', 0)} #failure={probe.get('failureThreshold', 0)}")
    return f"{_action(probe)} {times}"


def _action(probe: dict) -> str:
    if probe.get("exec") is not None:
        return f"exec {go_list(probe['exec'].get('command'))}"
    if probe.get("httpGet") is not None:
        return f"http-get {_url(probe['httpGet'])}"
    if probe.get("tcpSocket") is not None:
        return f"tcp-socket {probe['tcpSocket'].get('host', '')}:{probe['tcpSocket'].get('port', 0)}"
    if probe.get("grpc") is not None:
        return f"grpc <pod>:{probe['grpc'].get('port', 0)} {probe['grpc'].get('service') or ''}"
    return "unknown"


def _url(get: dict) -> str:
    """Go's url.URL{Scheme, Host, Path}.String()."""
    from urllib.parse import quote
    host, path = host_port(get.get("host", ""), get.get("port", 0)), quote(get.get("path", ""), safe="/$&+,:;=@~")
    if path and not path.startswith("/"):
        path = "/" + path
    return f"{get.get('scheme', '').lower()}://{host}{path}"


def _mounts(w: Writer, container: dict) -> None:
    mounts, devices = container.get("volumeMounts") or [], container.get("volumeDevices") or []
    none = "" if mounts else "\t<none>"
    w.line(2, f"Mounts:{none}")
    for mount in sorted(mounts, key=lambda m: m.get("mountPath", "")):
        w.line(3, f"{mount.get('mountPath', '')} from {mount['name']} ({_mount_flags(mount)})")
    if devices:
        w.line(2, f"Devices:{none}")
    for device in sorted(devices, key=lambda d: d.get("devicePath", "")):
        w.line(3, f"{device.get('devicePath', '')} from {device['name']}")


def _mount_flags(mount: dict) -> str:
    from kubectl_lite.machinery.field import go_quote
    flags = ["ro" if mount.get("readOnly") else "rw"]
    return ",".join(flags + ([f"path={go_quote(mount['subPath'])}"] if mount.get("subPath") else []))
