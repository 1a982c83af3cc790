"""A stranger's first minutes: the README's two commands and its first look, from a clone in a fresh virtual environment."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """What git would give to a stranger."""
    folder = tmp_path_factory.mktemp("clone") / "kubectl-lite"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


def commands() -> list[str]:
    """The README's shell commands: how to run the main job, how to run the tests."""
    return re.findall(r"```sh\n(.+?)\n```", README, re.S)


def console() -> list[tuple[str, str]]:
    """(command, output) of the README's first look at the sample."""
    block = README.split("## A first look")[1].split("```console\n")[1].split("```")[0]
    return re.findall(r"\$ (.+)\n((?:(?!\$ ).*\n)*)", block)


def run(line, clone, **env):
    venv = clone / ".venv" / "bin"
    return subprocess.run(["bash", "-c", line], cwd=clone, capture_output=True, text=True, timeout=600,
                          env={**os.environ, "PATH": f"{venv}:{os.path.dirname(sys.executable)}:{os.environ['PATH']}", **env})


def ages(text):
    """Ages and the padding that follows from their length do not count."""
    return [re.sub(r" +", " ", re.sub(r"\b\d+[smhdy]\S*", "AGE", line)).strip() for line in text.splitlines()]


def test_the_main_job_runs_as_the_readme_says(clone):
    done = run(commands()[0], clone)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("1/1     Running") == 3


def test_the_sample_looks_as_the_readme_says(clone):
    env = {k: "" for k in ("KUBECTL_LITE_STATE", "KUBECONFIG")}
    for line, output in console():
        done = run(line, clone, **env)
        assert ages(done.stdout) == ages(output), line


def test_the_sample_is_not_changed_by_accident(clone):
    done = run("kubectl-lite create configmap x", clone, KUBECTL_LITE_STATE="")
    assert done.returncode == 1 and "sample" in done.stderr
    assert subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True).stdout == ""
