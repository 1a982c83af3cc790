"""Structural schemas: what the OpenAPI schema of a CustomResourceDefinition does to custom objects. Pure functions of (value, schema).

    prune      drops what the schema does not know
    defaults   fills defaults
    check      validates, with the texts of kube-openapi
    bounds     multiples, minimum and maximum of numbers
    formats    the string formats
    lists      sets and keyed lists without doubles
    embedded   objects inside objects
    declared   the types of values as expressions see them, and their sizes
    native     values as expressions see them
    rules      x-kubernetes-validations (CEL)
    fieldpath  paths into values, as rules and selectable fields name them

A schema is the JSONSchemaProps of the definition as on the wire. Nothing here changes its arguments but defaults.fill, which says so.
"""
