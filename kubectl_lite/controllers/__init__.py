"""The participants that bring a cluster's state to what its objects ask for, and the manager that runs them.

A *participant* (a controller of this package, the scheduler, the kubelet) is a client of the API server and nothing else. It is a module or an
object with

    NAME       how reports and events' sources name it: "deployment-controller"
    USER       the user it acts as: "system:serviceaccount:kube-system:deployment-controller"
    WATCHES    {resource: keys}: the resources whose changes concern it (named "pods", "deployments.apps", …) and for each a function
               keys(obj, cache) -> iterable of keys, asked for the object before and after each change, and for every object when a run begins
               (or, instead, a function watches(ctx) that answers such a table when a run begins)
    reconcile(key, ctx) -> seconds | None
    order(key)  optional: a sort key, where some keys should be looked at before others that are waiting too

A key is a hashable value, mostly (namespace, name); it names what to look at and never says what happened. `reconcile` reads the present state
from `ctx.cache`, decides, and writes through `ctx` what is missing. It may be called any number of times with the same key: a call that finds
everything as it should be writes nothing. It returns the number of seconds after which time alone will give it something to do, or None.
An ApiError it lets out is recorded and the key is tried again: at once after a conflict, otherwise when anything has changed (bounded).

Decide, then act: in a controller's file pure functions compute what should be from values (`plan…`, `…_status`), `reconcile` alone acts.

`table.py` lists the controllers in the order they are run; `manager.py` runs participants; `context.py` is what a participant may touch;
`cache.py` holds what was read (each change is decoded once for all); `recorder.py` writes events; `report.py` keeps what was done.
This package knows no storage, no scheduler and no kubelet: whoever joins the parts hands those in as further participants.
"""
