"""The client: what everything outside the API server uses to read and write objects. Speaks to a Handler, in process or over HTTP."""
from __future__ import annotations

from kubectl_lite.client.client import Client
from kubectl_lite.client.mapper import Mapper, NoResource

__all__ = ["Client", "Mapper", "NoResource"]
