"""`get` starts fast because it imports little: the heavy modules must not be loaded on its way."""
import json
import subprocess
import sys

import pytest

HEAVY = {"typing", "dataclasses", "inspect", "pathlib", "logging", "argparse", "datetime", "uuid", "random", "urllib.parse", "typer", "click",
         "ruamel.yaml", "filelock", "tabulate", "orjson", "cryptography", "decimal", "ipaddress", "tempfile", "subprocess", "asyncio"}
PROGRAM = """
import io, json, os, sys
from kubectl_lite.cli.main import main
out = io.StringIO()
before = set(sys.modules)
code = main(sys.argv[1:], stdout=out, stderr=sys.stderr)
print(json.dumps([code, sorted(set(sys.modules))]))
"""


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("hot") / "state")
    _run(path, "init", "--nodes", "2")
    return path


def _run(state, *args):
    done = subprocess.run([sys.executable, "-S", "-c", "import sys; sys.path[:0] = " + repr(sys.path) + PROGRAM, "--state", state, *args],
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("args", [("get", "nodes"), ("get", "pods", "-A"), ("get", "node", "node1", "-o", "json"), ("get", "ns", "-o", "name"),
                                  ("get", "nodes", "-o", "custom-columns=N:.metadata.name")], ids=" ".join)
def test_get_loads_no_heavy_module(state, args):
    code, modules = _run(state, *args)
    assert code == 0
    assert not HEAVY & set(modules)
