"""The scheduler: gives each unbound pod a node, or says why none will do. Mirrors pkg/scheduler.

It is a participant (NAME, USER, WATCHES, reconcile) as the controllers are, and a client of the API server only.

A *plug-in* is a module in `plugins/` with NAME and any of these functions, the extension points; `cycle` is the attempt at one pod
(cycle.pod, cycle.snapshot, cycle.cache, cycle.state[NAME] for what the plug-in keeps) and `info` a node (snapshot.NodeInfo):

    sort_key(pod)                 QueueSort: who is tried first
    pre_filter(cycle)             None, SKIP (filter need not ask), a set of node names (no others), or a Rejection of the pod
    filter(cycle, info)           None, or a Rejection of the node
    post_filter(cycle, rejected)  when no node is left: (nominated node or "", message)
    pre_score(cycle, infos)       None, or SKIP (score need not ask)
    score(cycle, info)            a whole number
    normalize(cycle, scores)      {node name: score} -> the same in 0..100
    reserve(cycle, info), unreserve(cycle, info), permit(cycle, info), pre_bind(cycle, info), bind(cycle, info), post_bind(cycle, info)

They are pure but for the functions from `reserve` on, which may write through cycle.ctx. `profile.py` is the table of them: order and weights.
"""
