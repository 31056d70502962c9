"""Language models behind OpenAI's protocol: vLLM first, any other server of that kind as well.

Importing this needs no library; `model_server` is where the `openai` package is.
"""
