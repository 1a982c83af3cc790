"""SIGNATURES: every function and method with its overloads, as data. The implementations stand in library/ under the same names.

FUNCTIONS and METHODS map a name to ((argument types), result type) rows; a method's first argument is its target.
"""
from __future__ import annotations

from kubectl_lite.machinery.cel.types import (
    A, AUTHORIZER, B, BOOL, BYTES, CIDR, DECISION, DOUBLE, DURATION, DYN, FORMAT, GROUP_CHECK, INT, IP, PATH_CHECK, QUANTITY,
    RESOURCE_CHECK, SEMVER, STRING, TIMESTAMP, TYPE, UINT, URL, list_of, map_of, optional_of,
)

TYPE_NAMES = ("bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "dyn", "timestamp", "duration")
NUMBERS = (INT, UINT, DOUBLE)
ORDERED = (BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION)
STRINGS = list_of(STRING)

_compare = tuple(((x, x), BOOL) for x in ORDERED) + tuple(((x, y), BOOL) for x in NUMBERS for y in NUMBERS if x != y)
_arithmetic = tuple(((x, x), x) for x in NUMBERS)

FUNCTIONS = {
    "_&&_": (((BOOL, BOOL), BOOL),), "_||_": (((BOOL, BOOL), BOOL),), "!_": (((BOOL,), BOOL),),
    "_==_": (((A, A), BOOL),), "_!=_": (((A, A), BOOL),),
    "_<_": _compare, "_<=_": _compare, "_>_": _compare, "_>=_": _compare,
    "-_": (((INT,), INT), ((DOUBLE,), DOUBLE)),
    "_+_": _arithmetic + (((STRING, STRING), STRING), ((BYTES, BYTES), BYTES), ((list_of(A), list_of(A)), list_of(A)),
                          ((TIMESTAMP, DURATION), TIMESTAMP), ((DURATION, TIMESTAMP), TIMESTAMP), ((DURATION, DURATION), DURATION)),
    "_-_": _arithmetic + (((TIMESTAMP, TIMESTAMP), DURATION), ((TIMESTAMP, DURATION), TIMESTAMP), ((DURATION, DURATION), DURATION)),
    "_*_": _arithmetic, "_/_": _arithmetic, "_%_": (((INT, INT), INT), ((UINT, UINT), UINT)),
    "@in": (((A, list_of(A)), BOOL), ((A, map_of(A, B)), BOOL)),
    "_[_]": (((list_of(A), INT), A), ((map_of(A, B), A), B), ((optional_of(list_of(A)), INT), optional_of(A)), ((optional_of(map_of(A, B)), A), optional_of(B))),
    "_[?_]": (((list_of(A), INT), optional_of(A)), ((map_of(A, B), A), optional_of(B)), ((optional_of(list_of(A)), INT), optional_of(A)),
              ((optional_of(map_of(A, B)), A), optional_of(B))),
    "size": tuple(((x,), INT) for x in (STRING, BYTES, list_of(A), map_of(A, B))),
    "type": (((A,), TYPE),), "dyn": (((A,), DYN),),
    "int": tuple(((x,), INT) for x in (INT, UINT, DOUBLE, STRING, TIMESTAMP)),
    "uint": tuple(((x,), UINT) for x in (UINT, INT, DOUBLE, STRING)),
    "double": tuple(((x,), DOUBLE) for x in (DOUBLE, INT, UINT, STRING)),
    "string": tuple(((x,), STRING) for x in (STRING, BOOL, INT, UINT, DOUBLE, BYTES, TIMESTAMP, DURATION, IP, CIDR)),
    "bytes": (((BYTES,), BYTES), ((STRING,), BYTES)), "bool": (((BOOL,), BOOL), ((STRING,), BOOL)),
    "timestamp": (((TIMESTAMP,), TIMESTAMP), ((STRING,), TIMESTAMP), ((INT,), TIMESTAMP)), "duration": (((DURATION,), DURATION), ((STRING,), DURATION)),
    "matches": (((STRING, STRING), BOOL),),
    "optional.of": (((A,), optional_of(A)),), "optional.none": (((), optional_of(A)),), "optional.ofNonZeroValue": (((A,), optional_of(A)),),
    "optional.unwrap": (((list_of(optional_of(A)),), list_of(A)),),
    "quantity": (((STRING,), QUANTITY),), "isQuantity": (((STRING,), BOOL),),
    "ip": (((STRING,), IP),), "isIP": (((STRING,), BOOL),), "ip.isCanonical": (((STRING,), BOOL),),
    "cidr": (((STRING,), CIDR),), "isCIDR": (((STRING,), BOOL),),
    "url": (((STRING,), URL),), "isURL": (((STRING,), BOOL),),
    "semver": (((STRING,), SEMVER), ((STRING, BOOL), SEMVER)), "isSemver": (((STRING,), BOOL), ((STRING, BOOL), BOOL)),
    "sets.contains": (((list_of(A), list_of(A)), BOOL),), "sets.equivalent": (((list_of(A), list_of(A)), BOOL),),
    "sets.intersects": (((list_of(A), list_of(A)), BOOL),),
    "format.named": (((STRING,), optional_of(FORMAT)),),
    "lists.range": (((INT,), list_of(INT)),), "strings.quote": (((STRING,), STRING),), "jsonpatch.escapeKey": (((STRING,), STRING),),
    **{f"format.{name}": (((), FORMAT),) for name in (
        "dns1123Label", "dns1123Subdomain", "dns1035Label", "qualifiedName", "dns1123LabelPrefix", "dns1123SubdomainPrefix", "dns1035LabelPrefix",
        "labelValue", "uri", "uuid", "byte", "date", "datetime")},
}

LIBRARIES = {"jsonpatch.escapeKey": "jsonpatch"}  # functions that only some expressions have: the library they need

_extreme = tuple(((list_of(x),), x) for x in ORDERED)
_part_of_time = (((TIMESTAMP,), INT), ((TIMESTAMP, STRING), INT))
_quantity_math = (((QUANTITY, QUANTITY), QUANTITY), ((QUANTITY, INT), QUANTITY))

METHODS = {
    "size": FUNCTIONS["size"],
    "contains": (((STRING, STRING), BOOL),), "startsWith": (((STRING, STRING), BOOL),), "endsWith": (((STRING, STRING), BOOL),),
    "matches": (((STRING, STRING), BOOL),), "charAt": (((STRING, INT), STRING),),
    "indexOf": (((STRING, STRING), INT), ((STRING, STRING, INT), INT), ((list_of(A), A), INT)),
    "lastIndexOf": (((STRING, STRING), INT), ((STRING, STRING, INT), INT), ((list_of(A), A), INT)),
    "lowerAscii": (((STRING,), STRING),), "upperAscii": (((STRING,), STRING),), "trim": (((STRING,), STRING),),
    "replace": (((STRING, STRING, STRING), STRING), ((STRING, STRING, STRING, INT), STRING)),
    "split": (((STRING, STRING), STRINGS), ((STRING, STRING, INT), STRINGS)), "substring": (((STRING, INT), STRING), ((STRING, INT, INT), STRING)),
    "join": (((STRINGS,), STRING), ((STRINGS, STRING), STRING)), "format": (((STRING, list_of(DYN)), STRING),),
    "find": (((STRING, STRING), STRING),), "findAll": (((STRING, STRING), STRINGS), ((STRING, STRING, INT), STRINGS)),
    "isSorted": tuple(((list_of(x),), BOOL) for x in ORDERED), "sum": tuple(((list_of(x),), x) for x in (*NUMBERS, DURATION)),
    "min": _extreme, "max": _extreme, "sort": tuple(((list_of(x),), list_of(x)) for x in ORDERED), "slice": (((list_of(A), INT, INT), list_of(A)),),
    "flatten": (((list_of(list_of(A)),), list_of(A)), ((list_of(DYN), INT), list_of(DYN))), "distinct": (((list_of(A),), list_of(A)),),
    "reverse": (((list_of(A),), list_of(A)),), "first": (((list_of(A),), optional_of(A)),), "last": (((list_of(A),), optional_of(A)),),
    "unwrapOpt": (((list_of(optional_of(A)),), list_of(A)),),
    "hasValue": (((optional_of(A),), BOOL),), "value": (((optional_of(A),), A),), "orValue": (((optional_of(A), A), A),),
    "or": (((optional_of(A), optional_of(A)), optional_of(A)),),
    **{name: _part_of_time for name in ("getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear")},
    **{name: _part_of_time + (((DURATION,), INT),) for name in ("getHours", "getMinutes", "getSeconds", "getMilliseconds")},
    "sign": (((QUANTITY,), INT),), "isInteger": (((QUANTITY,), BOOL),), "asInteger": (((QUANTITY,), INT),), "asApproximateFloat": (((QUANTITY,), DOUBLE),),
    "add": _quantity_math, "sub": _quantity_math,
    "isGreaterThan": (((QUANTITY, QUANTITY), BOOL), ((SEMVER, SEMVER), BOOL)), "isLessThan": (((QUANTITY, QUANTITY), BOOL), ((SEMVER, SEMVER), BOOL)),
    "compareTo": (((QUANTITY, QUANTITY), INT), ((SEMVER, SEMVER), INT)),
    "major": (((SEMVER,), INT),), "minor": (((SEMVER,), INT),), "patch": (((SEMVER,), INT),),
    "family": (((IP,), INT),), "isUnspecified": (((IP,), BOOL),), "isLoopback": (((IP,), BOOL),), "isLinkLocalMulticast": (((IP,), BOOL),),
    "isLinkLocalUnicast": (((IP,), BOOL),), "isGlobalUnicast": (((IP,), BOOL),),
    "containsIP": (((CIDR, STRING), BOOL), ((CIDR, IP), BOOL)), "containsCIDR": (((CIDR, STRING), BOOL), ((CIDR, CIDR), BOOL)), "ip": (((CIDR,), IP),),
    "masked": (((CIDR,), CIDR),), "prefixLength": (((CIDR,), INT),),
    "getScheme": (((URL,), STRING),), "getHost": (((URL,), STRING),), "getHostname": (((URL,), STRING),), "getPort": (((URL,), STRING),),
    "getEscapedPath": (((URL,), STRING),), "getQuery": (((URL,), map_of(STRING, STRINGS)),),
    "validate": (((FORMAT, STRING), optional_of(STRINGS)),),
    "path": (((AUTHORIZER, STRING), PATH_CHECK),), "group": (((AUTHORIZER, STRING), GROUP_CHECK),),
    "serviceAccount": (((AUTHORIZER, STRING, STRING), AUTHORIZER),),
    "resource": (((GROUP_CHECK, STRING), RESOURCE_CHECK),), "subresource": (((RESOURCE_CHECK, STRING), RESOURCE_CHECK),),
    **{name: (((RESOURCE_CHECK, STRING), RESOURCE_CHECK),) for name in ("namespace", "name", "fieldSelector", "labelSelector")},
    "check": (((PATH_CHECK, STRING), DECISION), ((RESOURCE_CHECK, STRING), DECISION)),
    "allowed": (((DECISION,), BOOL),), "reason": (((DECISION,), STRING),), "errored": (((DECISION,), BOOL),), "error": (((DECISION,), STRING),),
}
