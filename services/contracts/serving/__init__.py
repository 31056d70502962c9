"""Both ends of gRPC, the same for every service: settings, server, calls, statuses, clients, health probe.

Import from the module that is meant; the package itself imports nothing, so that the probe starts quickly.
"""
