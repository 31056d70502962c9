"""LoRA adapters: how rows become tokens, how a base is loaded, what an adapter must be to be served, how two merge."""
