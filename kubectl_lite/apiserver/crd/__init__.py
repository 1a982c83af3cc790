"""Custom resources: how objects of CustomResourceDefinitions are read, decoded, validated, owned and deleted with their definition.

    versions   a definition's versions: schemas, subresources, deprecation
    conversion between versions, by the definition's webhook too
    serving    decoding of requests and presentation of what is stored
    strategy   the rules of a custom kind, as other kinds have them in api/
    ownership  field managers
    fields     selectable fields
    lifecycle  names, Established, the end of a definition
    published  OpenAPI schemas
"""
