"""PodValidationOptions: what pod validation tolerates. Creations tolerate nothing; an update tolerates what was already stored.

Mirrors pkg/api/pod GetValidationOptionsFromPodSpecAndMeta with the feature gates of Kubernetes 1.36 at their defaults.
"""
from __future__ import annotations


class Options:
    """`is_pod`: a pod itself, not a template of another kind. The rest are tolerances."""
    __slots__ = ("is_pod", "bad_deletion_cost", "bad_selector_values", "bad_node_values", "indivisible_huge_pages", "odd_token_paths",
                 "host_sysctls", "bad_spread_selectors", "mount_option_policy", "windows_names")

    def __init__(self, is_pod: bool = False):
        for name in self.__slots__:
            setattr(self, name, False)
        self.is_pod = is_pod

    def lenient(self) -> bool:
        """Whether anything is tolerated."""
        return any(getattr(self, name) for name in self.__slots__ if name != "is_pod")


POD, TEMPLATE = Options(is_pod=True), Options()


def for_update(old_spec: dict | None, old_meta: dict | None, is_pod: bool = False) -> Options:
    """The options for a new pod spec in the place of an old one."""
    if not old_spec:
        return POD if is_pod else TEMPLATE
    from kubectl_lite.api.podspec import leniency
    options = Options(is_pod)
    options.bad_deletion_cost = leniency.has_bad_deletion_cost(old_meta or {})
    options.bad_selector_values = leniency.has_bad_selector_values(old_spec)
    options.bad_spread_selectors = leniency.has_bad_spread_selectors(old_spec)
    options.bad_node_values = leniency.has_bad_node_values(((old_spec.get("affinity") or {}).get("nodeAffinity") or {}).get(leniency.TERMS))
    options.indivisible_huge_pages = leniency.has_indivisible_huge_pages(old_spec)
    options.odd_token_paths = leniency.has_odd_token_paths(old_spec)
    options.host_sysctls = leniency.has_host_sysctls(old_spec)
    options.mount_option_policy = (old_spec.get("securityContext") or {}).get("seLinuxChangePolicy", "Recursive") != "Recursive"
    return options if options.lenient() else POD if is_pod else TEMPLATE
