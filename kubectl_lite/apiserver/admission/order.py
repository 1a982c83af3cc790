"""The admission plug-ins in the order they run, and which are on by default (kube-apiserver 1.36's recommended order)."""
from __future__ import annotations

# (name, module of admission/plugins, on by default)
ORDER = (
    ("AlwaysAdmit", None, False),
    ("NamespaceAutoProvision", None, False),
    ("NamespaceLifecycle", "namespace_lifecycle", True),
    ("ServiceAccount", "service_account", True),
    ("Priority", "priority", True),
    ("DefaultTolerationSeconds", "default_toleration_seconds", True),
)


def enabled(settings) -> tuple:
    """(name, module) of the plug-ins in force under --enable/--disable-admission-plugins."""
    return tuple((name, module) for name, module, on in ORDER
                 if module and (on and name not in settings.disable_admission or name in settings.enable_admission))
