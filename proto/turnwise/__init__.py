"""The messages and services of Turnwise over gRPC."""
