"""What passes between the stages: frozen models, the stages' protocols, errors, and their form on the wire."""
