"""Derive kubectl_lite/apiserver/bootstrap/rbac.json: the roles and bindings of a new cluster, compact.

    python .ci/facts/derive_bootstrap.py FACTS_DIR > kubectl_lite/apiserver/bootstrap/rbac.json
"""
import json
import sys
from pathlib import Path

json.dump(json.loads((Path(sys.argv[1]) / "rbac-bootstrap.json").read_text()), sys.stdout, separators=(",", ":"))
