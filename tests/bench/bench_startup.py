"""Start-up: `kubectl-lite get pods` on ten pods beside `kubectl version --client` and a bare interpreter; apply and reconcile on a new directory.

    python -m tests.bench.bench_startup [ROUNDS]

Prints medians and ratios of one run on one machine. Rounds alternate between the commands, so that a noisy machine is noisy for all.
"""
from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "sample" / "kubia.yaml"
POD = """apiVersion: v1
kind: Pod
metadata: {{name: p{n}}}
spec: {{containers: [{{name: c, image: nginx}}]}}
---
"""


def main(rounds: int = 15) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, KUBECTL_LITE_STATE=f"{folder}/state", HOME=folder)
        lite = [shutil.which("kubectl-lite") or str(Path(sys.executable).with_name("kubectl-lite"))]
        _ten_pods(lite, env)
        commands = {"python -c pass": [sys.executable, "-c", "pass"], "kubectl-lite get pods": [*lite, "get", "pods"]}
        if shutil.which("kubectl"):
            commands["kubectl version --client"] = ["kubectl", "version", "--client"]
        medians = _medians(commands, env, rounds)
        _print(medians)
        _print({"apply + reconcile, new directory": statistics.median(_first_light(lite, env, folder, i) for i in range(5))})


def _ten_pods(lite, env):
    subprocess.run([*lite, "reconcile"], env=env, check=True, capture_output=True)
    manifest = "".join(POD.format(n=n) for n in range(10))
    subprocess.run([*lite, "create", "-f", "-"], env=env, check=True, capture_output=True, input=manifest, text=True)


def _medians(commands, env, rounds):
    times = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(_timed(command, env))
    return {name: statistics.median(values) for name, values in times.items()}


def _timed(command, env):
    start = time.perf_counter()
    subprocess.run(command, env=env, check=True, capture_output=True)
    return time.perf_counter() - start


def _first_light(lite, env, folder, i):
    env = dict(env, KUBECTL_LITE_STATE=f"{folder}/new{i}")
    return _timed([*lite, "apply", "-f", str(EXAMPLE)], env) + _timed([*lite, "reconcile"], env)


def _print(medians):
    base = medians.get("kubectl version --client")
    for name, seconds in medians.items():
        ratio = f"  {seconds / base:.2f} x kubectl" if base else ""
        print(f"{name:34} {seconds * 1000:8.1f} ms{ratio}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
