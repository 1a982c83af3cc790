"""RoleBinding: the rules of its kind."""
from __future__ import annotations

NAME_CHECK = "path_segment"
