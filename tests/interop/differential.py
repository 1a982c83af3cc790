"""Runs one shell line with a real kubectl (through the door) and with ours, on equal state directories, and compares what comes of it.

Compared are exit status, stdout, stderr, the files of the working directory and the objects in the store, after what differs between any two
runs has been replaced. What kubectl changed between the client at hand and 1.36 is in `newer.py`.
`python -m tests.interop.differential FILE…` prints every difference of the command lines in those files (a line begins a case, lines with an indent go on in it).
"""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

from tests.golden.replay import normalize
from tests.interop import newer
from tests.interop.door import Door

HERE = Path(__file__).parent
LIMIT = 40  # seconds for one line
PYTHON = sys.executable
Outcome = namedtuple("Outcome", "status stdout stderr files objects")
KUBECONFIG = """apiVersion: v1
kind: Config
clusters:
- cluster:
    server: {url}
  name: kubectl-lite
contexts:
- context:
    cluster: kubectl-lite
    namespace: demo
    user: admin
  name: kubectl-lite
current-context: kubectl-lite
preferences: {{}}
users:
- name: admin
  user: {{}}
"""
# further things that differ between any two runs: pattern -> placeholder
LOCAL = [(re.compile(pattern), to) for pattern, to in (
    (r"[EIW]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [\w.]+:\d+\]", "<LOG>"),
    (r"http://127\.0\.0\.1:\d+|https://localhost<FOLDER>/state", "<SERVER>"),
    (r"(lookup \S+) on \S+:53:", r"\1:"),
    (r"(kubectl-edit-|kubectl-)\d+(\.yaml|\.json)?", r"\1<N>\2"),
    (r"(LIVE|MERGED)-\w+", r"\1-<N>"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4}( \w+)?( m=\S+)?", "<TIME>"),
    (r"<AGE> +", "<AGE>  "),
    (r"AGE +", "AGE  "),
    (r"ey[\w-]+\.[\w-]+\.[\w-]+", "<TOKEN>"),
)]
HELP = re.compile(r"\A.*?Use \"kubectl options\" for a list of global command-line options \(applies to all commands\)\.\n", re.S)  # has words of our own


def client(version: str) -> str | None:
    """The path of a real kubectl: kubectl.VERSION beside the one on the PATH, or None."""
    found = shutil.which("kubectl")
    path = os.path.join(os.path.dirname(os.path.realpath(found)), f"kubectl.{version}") if found else ""
    return path if os.path.exists(path) else None


NEW, PLAIN = client("1.33"), client("1.31")  # the newest; the last one that writes typed objects as JSON and not as protobuf


class Side:
    """One of the two clients: its state directory, its working directory, its home."""

    def __init__(self, folder: Path, base: "Base"):
        self.folder, self.base = folder, base
        self.state, self.work, self.home, self.bin = (folder / name for name in ("state", "work", "home", "bin"))
        self.home.mkdir(parents=True)
        self.bin.mkdir()
        self.mark = None

    def environment(self) -> dict:
        env = {k: v for k, v in os.environ.items() if k not in ("KUBECONFIG", "KUBECTL_LITE_STATE", "KUBE_EDITOR", "EDITOR")}
        return {**env, "PATH": f"{self.bin}:{env['PATH']}", "HOME": str(self.home), "LANG": "C.UTF-8", "PYTHONPATH": str(HERE.parents[1])}

    def reset(self) -> None:
        """Go back to the base: state, working directory and home."""
        if self.mark is None or _mark(self.state) != self.mark:
            shutil.rmtree(self.state, ignore_errors=True)
            shutil.copytree(self.base.state, self.state)
        self.mark = _mark(self.state)
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.base.files, self.work)
        (self.home / ".kube" / "config").write_text(self.kubeconfig()) if self.kubeconfig() else None

    def kubeconfig(self) -> str:
        return ""

    def run(self, line: str) -> Outcome:
        """Run a shell line here and say what came of it."""
        try:
            done = subprocess.run(["bash", "-c", line], cwd=self.work, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True,
                                  timeout=LIMIT)
            status, out, err = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as e:
            status, out, err = 124, e.stdout or b"", (e.stderr or b"") + b"timed out"
        return Outcome(status, self._clean(out), self._clean(err), self._files(), self._objects())

    def _clean(self, raw: bytes) -> str:
        text = HELP.sub("<HELP>\n", raw.decode("utf-8", "replace").replace(str(self.folder), "<FOLDER>"))
        for pattern, to in LOCAL[:-3]:
            text = pattern.sub(to, text)
        text = normalize(text, exact=True)
        for pattern, to in LOCAL[-3:]:
            text = pattern.sub(to, text)
        return text

    def _files(self) -> dict:
        """path -> text of the files that are not as in the base."""
        found = {str(p.relative_to(self.work)): p.read_bytes() for p in sorted(self.work.rglob("*")) if p.is_file()}
        base = {str(p.relative_to(self.base.files)): p.read_bytes() for p in self.base.files.rglob("*") if p.is_file()}
        return {name: self._clean(found.get(name, b"(gone)")) for name in sorted({*found, *base}) if found.get(name) != base.get(name)}

    def _objects(self) -> dict:
        """key -> text of the objects that are not as in the base."""
        if _mark(self.state) == self.mark:
            return {}
        found = _registry(self.state)
        return {normalize(key): self._clean(found.get(key, b"(gone)")) for key in sorted({*found, *self.base.objects})
                if found.get(key) != self.base.objects.get(key) and "/events/" not in key and "/kubectl-lite/" not in key}


class Ours(Side):
    """kubectl-lite as it is in this tree."""

    def __init__(self, folder, base):
        super().__init__(folder, base)
        _script(self.bin / "kubectl", f'exec {PYTHON} -m kubectl_lite "$@"')

    def environment(self):
        return {**super().environment(), "KUBECTL_LITE_STATE": str(self.state)}


class Real(Side):
    """A real kubectl; a line that it wants to speak protobuf for is given to an older one."""

    def __init__(self, folder, base, door):
        super().__init__(folder, base)
        self.door = door
        (self.home / ".kube").mkdir()
        _script(self.bin / "kubectl", f'[ "$1" = reconcile ] && exec curl -s -X POST {door.url}/reconcile\nexec -a kubectl ${{REAL_KUBECTL:-{NEW}}} "$@"')

    def kubeconfig(self):
        return KUBECONFIG.format(url=self.door.url)

    def reset(self):
        self.door.close()
        super().reset()
        self.door.open(str(self.state))

    def environment(self):
        return {**super().environment(), "REAL_KUBECTL": self.path}

    path = NEW


class Base:
    """The state and the files that every case begins with."""

    def __init__(self, folder: Path):
        self.state, self.files = folder / "state", folder / "files"
        shutil.copytree(HERE / "files", self.files)
        _key_pair(self.files)
        env = {**os.environ, "KUBECTL_LITE_STATE": str(self.state), "KUBECTL_LITE_NODES": "0", "PYTHONPATH": str(HERE.parents[1])}
        script = f'kubectl() {{ {PYTHON} -m kubectl_lite "$@" >&2; }}\nset -e\n' + (HERE / "world.sh").read_text()
        done = subprocess.run(["bash", "-c", script], cwd=self.files, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        self.objects = _registry(self.state)


class Pair:
    """Both clients on one base; a context manager."""

    def __init__(self, folder: Path):
        base = Base(folder)
        self.door = Door()
        self.ours, self.real = Ours(folder / "ours", base), Real(folder / "real", base, self.door)

    def __enter__(self):
        self.door.__enter__()
        return self

    def __exit__(self, *_):
        self.door.__exit__()
        self.door.close()

    def compare(self, lines: list[str]):
        """Yields (line, wanted, got) of each line of one case; wanted is kubectl 1.36's as far as we know."""
        self.real.path = NEW
        wanted = self._real(lines)
        self.ours.reset()
        for line, expected in zip(lines, wanted):
            yield line, newer.comparable(line, expected), newer.comparable(line, self.ours.run(line))

    def _real(self, lines):
        self.real.reset()
        wanted = [self.real.run(line) for line in lines]
        if not self.door.refused_protobuf or not PLAIN:
            return wanted
        self.real.path = PLAIN
        self.real.reset()
        return [self.real.run(line) for line in lines]


def _key_pair(folder: Path) -> None:
    """tls.key and tls.crt, made anew for each run."""
    from kubectl_lite.machinery import pki
    key = pki.new_key()
    (folder / "tls.key").write_text(key)
    (folder / "tls.crt").write_text(pki.self_signed_ca(key, "x", time.time()))


def _mark(state: Path):
    """What changes with every commit: names and sizes of the journal."""
    return sorted((p.name, p.stat().st_size) for p in (state / "journal").glob("*") if p.is_file() and p.name not in ("applied", "lock")) + [
        (p.name, p.read_bytes()) for p in state.glob("kubeconfig")]


def _registry(state: Path) -> dict:
    root = state / "registry"
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*.json")}


def _script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/bash\n{text}\n")
    path.chmod(0o755)


def cases(path: Path) -> list[list[str]]:
    """The cases of a file of command lines: a line begins one, lines with an indent go on in it; # begins a comment line."""
    found: list[list[str]] = []
    for line in path.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("  "):
            found[-1].append(line.strip())
        else:
            found.append([line])
    return found


def differences(wanted: Outcome, got: Outcome) -> list[str]:
    """What differs, as lines of text."""
    import difflib
    out = []
    for name, a, b in zip(Outcome._fields, wanted, got):
        if a == b:
            continue
        if isinstance(a, dict):
            parts = [(f"{name} {key}", a.get(key, "(unchanged)"), b.get(key, "(unchanged)")) for key in sorted({*a, *b}) if a.get(key) != b.get(key)]
        else:
            parts = [(name, str(a), str(b))]
        for label, x, y in parts:
            out.append(f"  -- {label}")
            out += ["  " + text for text in list(difflib.unified_diff(x.split("\n"), y.split("\n"), lineterm="", n=1))[2:] if not text.startswith("@@")]
    return out


def main(paths: list[str]) -> int:
    total = equal = 0
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder, Pair(Path(folder)) as pair:
        for path in paths:
            for case in cases(Path(path)):
                for line, wanted, got in pair.compare(case):
                    total += 1
                    found = differences(wanted, got)
                    equal += not found
                    if found:
                        print(f"DIFF {line}", *found, sep="\n", flush=True)
    print(f"{equal} of {total} equal")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
