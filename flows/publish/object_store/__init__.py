"""Publishing into a bucket with the same guarantees as into a folder: files first, the pointer last."""
