"""The same promises where the output is a bucket: files first, the pointer last."""
