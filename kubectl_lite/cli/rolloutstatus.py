"""How far the rollout of a workload is: one sentence, and whether it is done (kubectl's StatusViewers)."""
from __future__ import annotations

from kubectl_lite.cli import rollouts
from kubectl_lite.cli.errors import CommandError

ROLLING = "rollout status is only available for RollingUpdate strategy type"


def status(obj: dict, revision: int) -> tuple[str, bool]:
    """(sentence, done); CommandError when it failed or cannot be told."""
    view = {"Deployment": deployment, "DaemonSet": daemon_set, "StatefulSet": stateful_set}.get(obj["kind"])
    if view is None:
        group = obj["apiVersion"].rpartition("/")[0]
        raise CommandError(f"no status viewer has been implemented for {obj['kind']}{'.' + group if group else ''}")
    return view(obj, obj["spec"], obj.get("status") or {}, revision)


def deployment(obj, spec, now, revision):
    name = obj["metadata"]["name"]
    running = int(rollouts.annotation(obj, rollouts.REVISION) or 0)
    if revision > 0 and revision != running:
        raise CommandError(f"desired revision ({revision}) is different from the running revision ({running})")
    if obj["metadata"].get("generation", 0) > now.get("observedGeneration", 0):
        return "Waiting for deployment spec update to be observed...", False
    if any(c["type"] == "Progressing" and c.get("reason") == "ProgressDeadlineExceeded" for c in now.get("conditions") or []):
        raise CommandError(f'deployment "{name}" exceeded its progress deadline')
    waiting = f'Waiting for deployment "{name}" rollout to finish: '
    replicas, updated, available = now.get("replicas", 0), now.get("updatedReplicas", 0), now.get("availableReplicas", 0)
    if updated < spec.get("replicas", 1):
        return f"{waiting}{updated} out of {spec.get('replicas', 1)} new replicas have been updated...", False
    if replicas > updated:
        return f"{waiting}{replicas - updated} old replicas are pending termination...", False
    if available < updated:
        return f"{waiting}{available} of {updated} updated replicas are available...", False
    return f'deployment "{name}" successfully rolled out', True


def daemon_set(obj, spec, now, revision):
    name = obj["metadata"]["name"]
    if (spec.get("updateStrategy") or {}).get("type") != "RollingUpdate":
        raise CommandError(ROLLING)
    if obj["metadata"].get("generation", 0) > now.get("observedGeneration", 0):
        return "Waiting for daemon set spec update to be observed...", False
    wanted, updated, available = now.get("desiredNumberScheduled", 0), now.get("updatedNumberScheduled", 0), now.get("numberAvailable", 0)
    waiting = f'Waiting for daemon set "{name}" rollout to finish: '
    if updated < wanted:
        return f"{waiting}{updated} out of {wanted} new pods have been updated...", False
    if available < wanted:
        return f"{waiting}{available} of {wanted} updated pods are available...", False
    return f'daemon set "{name}" successfully rolled out', True


def stateful_set(obj, spec, now, revision):
    strategy = spec.get("updateStrategy") or {}
    if strategy.get("type") != "RollingUpdate":
        raise CommandError(ROLLING)
    observed = now.get("observedGeneration", 0)
    if not observed or obj["metadata"].get("generation", 0) > observed:
        return "Waiting for statefulset spec update to be observed...", False
    wanted, ready, updated = spec.get("replicas", 1), now.get("readyReplicas", 0), now.get("updatedReplicas", 0)
    if ready < wanted:
        return f"Waiting for {wanted - ready} pods to be ready...", False
    rolling = strategy.get("rollingUpdate")
    if rolling is not None:
        aim = wanted - (rolling.get("partition") or 0)
        if updated < aim:
            return f"Waiting for partitioned roll out to finish: {updated} out of {aim} new pods have been updated...", False
        return f"partitioned roll out complete: {updated} new pods have been updated...", True
    if now.get("updateRevision") != now.get("currentRevision"):
        return f"waiting for statefulset rolling update to complete {updated} pods at revision {now.get('updateRevision', '')}...", False
    return f"statefulset rolling update complete {now.get('currentReplicas', 0)} pods at revision {now.get('currentRevision', '')}...", True
