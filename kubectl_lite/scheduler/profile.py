"""PROFILE: the plug-ins of the default profile in the order they are asked, with the weights of their scores."""
from __future__ import annotations

from collections import namedtuple
from importlib import import_module

Row = namedtuple("Row", "name module weight")

PROFILE = (
    Row("SchedulingGates", "scheduling_gates", 0),
    Row("PrioritySort", "priority_sort", 0),
    Row("NodeUnschedulable", "node_unschedulable", 0),
    Row("NodeName", "node_name", 0),
    Row("TaintToleration", "taint_toleration", 3),
    Row("NodeAffinity", "node_affinity", 2),
    Row("NodePorts", "node_ports", 0),
    Row("NodeResourcesFit", "node_resources_fit", 1),
    Row("VolumeRestrictions", "volume_restrictions", 0),
    Row("VolumeBinding", "volume_binding", 0),
    Row("VolumeZone", "volume_zone", 0),
    Row("PodTopologySpread", "pod_topology_spread", 2),
    Row("InterPodAffinity", "inter_pod_affinity", 2),
    Row("DynamicResources", "dynamic_resources", 0),
    Row("DefaultPreemption", "default_preemption", 0),
    Row("NodeResourcesBalancedAllocation", "node_resources_balanced_allocation", 1),
    Row("ImageLocality", "image_locality", 1),
    Row("DefaultBinder", "default_binder", 0),
)


def load() -> list:
    """(plug-in, weight) in order."""
    return [(import_module(f"kubectl_lite.scheduler.plugins.{row.module}"), row.weight) for row in PROFILE]


def at(plugins, point: str) -> list:
    """The (plug-in, weight) pairs that serve an extension point, in order."""
    return [(plugin, weight) for plugin, weight in plugins if hasattr(plugin, point)]
