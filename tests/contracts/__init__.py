"""What every implementation of a stage does, in this process and over gRPC alike.

A new implementation is one more line in `implementations.py`.
"""
