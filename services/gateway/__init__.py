"""The only way in: REST outside, gRPC inside. It authenticates, asks for the grant, and transcodes.

It holds no business rule. Routes, schemas and access rules follow from the protos.
"""
