"""client-go's JSONPath dialect: templates of text and {actions} over decoded JSON.

`parse.py` reads a template, `evaluate.py` runs it. Errors are JSONPathError with client-go's texts.
Where Go walks a map in random order, keys are taken in order.
"""
from kubectl_lite.machinery.jsonpath.evaluate import JSONPath
from kubectl_lite.machinery.jsonpath.parse import JSONPathError

__all__ = ["JSONPath", "JSONPathError"]
