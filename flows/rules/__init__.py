"""Domain knowledge as data: rules in TOML (``data/``) with reason, proofs and counter-proofs, and their loaders."""
