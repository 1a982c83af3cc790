"""The objects of a new cluster besides its RBAC roles: system namespaces, service CIDR, the kubernetes service, priority classes."""
from __future__ import annotations

from ipaddress import ip_network

NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")
API_SERVER_ADDRESS = "172.18.0.2"
API_SERVER_PORT = 6443
PRIORITIES = (
    ("system-cluster-critical", 2_000_000_000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."),
    ("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node."),
)


def first(settings) -> list[dict]:
    """What everything else stands on, in order: namespaces and the range of cluster IPs."""
    namespaces = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}} for name in NAMESPACES]
    cidr = {"apiVersion": "networking.k8s.io/v1", "kind": "ServiceCIDR", "metadata": {"name": "kubernetes"}, "spec": {"cidrs": list(settings.service_cidrs)}}
    return [*namespaces, cidr, _kubernetes_service(settings), _kubernetes_endpoints(), _kubernetes_slice()]


def rest() -> list[dict]:
    """The priority classes."""
    return [{"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": name}, "value": value,
             "description": description, "preemptionPolicy": "PreemptLowerPriority"} for name, value, description in PRIORITIES]


def _kubernetes_service(settings):
    labels = {"component": "apiserver", "provider": "kubernetes"}
    address = str(ip_network(settings.service_cidrs[0])[1])
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "kubernetes", "namespace": "default", "labels": labels},
            "spec": {"clusterIP": address, "clusterIPs": [address], "type": "ClusterIP", "sessionAffinity": "None",
                     "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack",
                     "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": API_SERVER_PORT}]}}


def _kubernetes_endpoints():
    return {"apiVersion": "v1", "kind": "Endpoints",
            "metadata": {"name": "kubernetes", "namespace": "default", "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}},
            "subsets": [{"addresses": [{"ip": API_SERVER_ADDRESS}], "ports": [{"name": "https", "port": API_SERVER_PORT, "protocol": "TCP"}]}]}


def _kubernetes_slice():
    return {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": {"name": "kubernetes", "namespace": "default", "labels": {"kubernetes.io/service-name": "kubernetes"}},
            "addressType": "IPv4", "endpoints": [{"addresses": [API_SERVER_ADDRESS], "conditions": {"ready": True}}],
            "ports": [{"name": "https", "port": API_SERVER_PORT, "protocol": "TCP"}]}


def node(name: str, cpu: str, memory: str, pods: int, now: str) -> dict:
    """A simulated node that is ready."""
    quantities = {"cpu": cpu, "memory": memory, "ephemeral-storage": "100Gi", "hugepages-1Gi": "0", "hugepages-2Mi": "0", "pods": str(pods)}
    return {"apiVersion": "v1", "kind": "Node",
            "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
                                                  "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "amd64"}},
            "status": {"capacity": dict(quantities), "allocatable": dict(quantities),
                       "conditions": [_condition(*row, now) for row in NODE_CONDITIONS]}}


NODE_CONDITIONS = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)


def _condition(type_, status, reason, message, now):
    return {"type": type_, "status": status, "reason": reason, "message": message, "lastHeartbeatTime": now, "lastTransitionTime": now}
