"""Go's text/template over decoded JSON, with Go's error texts and kubectl's functions.

`lex.py` text -> tokens, `parse.py` tokens -> nodes (`nodes.py`), `run.py` executes, `functions.py` the functions templates call.
"""
from kubectl_lite.machinery.gotemplate.errors import TemplateError
from kubectl_lite.machinery.gotemplate.run import Template

__all__ = ["Template", "TemplateError"]
