"""What the tiny model is made of: its tokenizer, and the documents that teach it to copy names it has never seen."""
