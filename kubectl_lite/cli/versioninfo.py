"""Which kubectl we stand for."""
from __future__ import annotations

KUSTOMIZE = "v5.8.0"
CLIENT = {"major": "1", "minor": "36", "gitVersion": "v1.36.0", "gitCommit": "", "gitTreeState": "clean", "buildDate": "2026-04-22T00:00:00Z",
          "goVersion": "", "compiler": "gc", "platform": "linux/amd64"}
