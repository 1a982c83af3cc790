"""What shells are offered, asked as bash asks: words and the place of the cursor in the environment."""
from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    place = str(tmp_path_factory.mktemp("completing") / "state")
    run(place, "create", "configmap", "mine")
    return place


def run(place, *words, **more):
    environ = {**os.environ, "KUBECTL_LITE_STATE": place, "HOME": os.path.dirname(place), **more}
    return subprocess.run([sys.executable, "-m", "kubectl_lite", *words], env=environ, capture_output=True, text=True, check=False).stdout


def offered(place, line):
    """The words behind a line whose last one is being typed."""
    words = f"kubectl-lite {line}".split(" ")
    asked = {"_KUBECTL_LITE_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    return run(place, **asked).split()


@pytest.mark.parametrize("line, words", [
    ("rollout st", ["status"]),
    ("get --out", ["--output", "--output-watch-events"]),
    ("get configm", ["configmaps"]),
    ("get cm m", ["mine"]),
    ("get cm -n kube-s", ["kube-system"]),
    ("get cm -n kube-system m", []),
    ("get cm --context ", ["kubectl-lite"]),
    ("get cm --user a", ["admin"]),
    ("get nonsense x", []),
])
def test_what_may_follow(state, line, words):
    assert offered(state, line) == words
