"""The interface of a server for programs: ``/v1``, described in OpenAPI.

Each resource declares its operations in a module; what guards, reads, answers and
describes them is made of those declarations.
"""
