"""Item models (called tables here, because a model is a GGUF file) that read from the store."""
