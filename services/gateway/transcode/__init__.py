"""From REST to gRPC and back, compiled once from the descriptors when the process starts."""
