"""Generator and planner through a real vLLM server: `make test-vllm`."""
