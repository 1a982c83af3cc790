"""Replays recorded shell transcripts of real Kubernetes 1.36 (scenarios/*.yaml) against kubectl-lite and reports each differing step.

A scenario has `nodes`, `files`, and `steps`: {run: shell line, rc, stdout, stderr[, compare]} or {settle: true} (which reconciles).
What differs between runs (uids, times, ages, random suffixes, addresses) is replaced by placeholders on both sides: NORMALIZE.
"""
from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import yaml

SUFFIX = "bcdfghjklmnpqrstvwxz2456789"  # the alphabet of generated name suffixes
NORMALIZE = [(re.compile(pattern), to) for pattern, to in (
    (r"/tmp/tmp[a-z0-9_]{8}", "<TMP>"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<UID>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "<TIME>"),
    (r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", "<TIME>"),
    (r'(resourceVersion"?: ?"?)\d+("?)', r"\1<RV>\2"),
    (rf"-[{SUFFIX}0-9]{{7,10}}-[{SUFFIX}]{{5}}\b", "-<HASH>-<RAND>"),
    (rf"-(?=[{SUFFIX}]*\d)[{SUFFIX}]{{8,10}}\b", "-<HASH>"),
    (rf"(pod-template-hash|controller-revision-hash)([\"':= ]+)([a-z0-9-]*-)?[{SUFFIX}0-9]{{6,10}}", r"\1\2\3<HASH>"),
    (rf"(kube-api-access-)[{SUFFIX}]{{5}}\b", r"\1<RAND>"),
    (rf"-[{SUFFIX}]{{5}}\b", "-<RAND>"),
    (r"(?<![\w.])(\d+y)?(\d+d)?(\d+h)?(\d+m)?\d+m?s(?![\w])|(?<![\w.])\d+[mhd](?![\w])", "<AGE>"),
    (r"(?<![\w.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w.])", "<IP>"),
    (r"(?<=\S)[ \t]{2,}", "  "),
    (r"[ \t]+$", ""),
)]
NODE = """apiVersion: v1
kind: Node
metadata:
  name: node{n}
  labels: {{kubernetes.io/hostname: node{n}, kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
status:
  capacity: {{cpu: "4", memory: 32Gi, pods: "110"}}
  allocatable: {{cpu: "4", memory: 32Gi, pods: "110"}}
  conditions: [{{type: Ready, status: "True", reason: KubeletReady, message: kubelet is posting ready status}}]
---
"""


def normalize(text: str, exact: bool = False) -> str:
    """The text with placeholders; `exact` keeps runs of spaces."""
    rules = NORMALIZE[:-2] if exact else NORMALIZE
    lines = []
    for line in text.splitlines():
        for pattern, to in rules:
            line = pattern.sub(to, line)
        lines.append(line)
    return "\n".join(lines).rstrip("\n")


class Replay:
    """One scenario on a fresh state directory below `folder`."""

    def __init__(self, scenario: Path, folder: Path):
        self.doc = yaml.safe_load(scenario.read_text())
        self.work, self.folder = folder / "work", folder
        self.work.mkdir()
        self._shim(folder / "bin")
        self.env = dict(os.environ, PATH=f"{folder / 'bin'}:{os.environ['PATH']}", KUBECTL_LITE_STATE=str(folder / "state"),
                        KUBECTL_LITE_NODES="0", HOME=str(folder), NS="demo", LANG="C.UTF-8")
        self.env.pop("KUBECONFIG", None)

    def steps(self):
        """Yields (step, wanted, got) of every compared step, in order; wanted and got are (rc, stdout, stderr)."""
        self._prepare()
        for step in self.doc["steps"]:
            if "run" not in step:
                self._run("kubectl reconcile")
                continue
            got = self._run(step["run"])
            if step.get("compare") != "none":
                yield step, *_compared(step, got)

    def _prepare(self):
        for name, text in (self.doc.get("files") or {}).items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        nodes = self.doc.get("nodes") or 0
        if nodes:
            (self.folder / "nodes.yaml").write_text("".join(NODE.format(n=i + 1) for i in range(nodes)))
            self._run(f"kubectl create -f {self.folder}/nodes.yaml")
        self._run("kubectl create namespace demo && kubectl config set-context --current --namespace=demo && kubectl reconcile")

    def _run(self, line):
        try:
            done = subprocess.run(["bash", "-c", line], env=self.env, cwd=self.work, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return 124, "", "timed out"
        return done.returncode, done.stdout, done.stderr

    @staticmethod
    def _shim(folder):
        folder.mkdir()
        shim = folder / "kubectl"
        shim.write_text(f'#!/bin/bash\nexec {sys.executable} -m kubectl_lite "$@"\n')
        shim.chmod(shim.stat().st_mode | stat.S_IEXEC)


def _compared(step, got):
    mode = step.get("compare")
    wanted = (step["rc"], step.get("stdout", ""), step.get("stderr", ""))
    sides = [(rc, normalize(out, mode == "exact"), normalize(err, mode == "exact")) for rc, out, err in (wanted, got)]
    if mode == "sorted":
        sides = [(rc, "\n".join(sorted(out.splitlines())), err) for rc, out, err in sides]
    if mode == "rc":
        sides = [side[:1] for side in sides]
    return sides
