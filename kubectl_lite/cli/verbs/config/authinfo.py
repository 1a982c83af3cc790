"""The parts of a kubeconfig user that are plug-ins: exec and auth-provider, as `config set-credentials` changes them."""
from __future__ import annotations


def set_provider(flags, entry: dict, new: dict, removed: list) -> None:
    """--auth-provider and --auth-provider-arg."""
    old = entry.get("auth-provider") or {}
    name = flags["auth-provider"] if flags.changed("auth-provider") else old.get("name")
    if name is None:
        return
    values = dict(old.get("config") or {}) if old.get("name") == name else {}
    values = {**{key: value for key, value in values.items() if key not in removed}, **new}
    entry["auth-provider"] = {"config": values or None, "name": name}


def set_exec(flags, entry: dict, new: dict, removed: list) -> None:
    """--exec-command makes or changes the plug-in; the other flags only change one that is there."""
    plugin = dict(entry.get("exec") or {})
    if flags.changed("exec-command"):
        plugin = {**plugin, "command": flags["exec-command"], "args": None}
    if not plugin:
        return
    if flags.changed("exec-api-version"):
        plugin["apiVersion"] = flags["exec-api-version"]
    plugin["args"] = flags["exec-arg"] or plugin.get("args")
    plugin["env"] = _environment(plugin.get("env"), new, removed)
    plugin.setdefault("provideClusterInfo", False)
    entry["exec"] = plugin


def _environment(old, new: dict, removed: list):
    """The variables: removed ones gone, known ones changed in place, new ones at the end."""
    kept = [{**item, "value": new.get(item["name"], item.get("value"))} for item in old or [] if item["name"] not in removed]
    known = {item["name"] for item in kept}
    return kept + [{"name": name, "value": value} for name, value in new.items() if name not in known] or None
