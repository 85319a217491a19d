"""The OpenAPI 3.1 document, out of the descriptors and the comments of the protos."""

from services.gateway.openapi.document import openapi

__all__ = ["openapi"]
