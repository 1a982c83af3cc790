"""The simulated kubelet: what a real one reports about the pods bound to its node, without containers. Mirrors pkg/kubelet.

One participant (`participant.Kubelets`) serves all nodes; each step acts as the kubelet of the pod's node, system:node:NAME.
A node has a kubelet when its Ready condition says so: one whose status is set to anything else stands still, as after a power cut.
A node without any Ready condition gets one: its kubelet registers it (`node.py`).

`stages.py` is the table of what may happen next to a pod; each stage is a pure function in a file of its own and names the next status and the events.
`status.py` writes the parts of a status, `configuration.py` says whether what containers refer to exists, `addresses.py` gives pods their IP,
`runtime.py` says how long containers run.
"""
