"""Domain knowledge as data: rules in TOML, each with its reason, its proofs and its counter-proofs."""

from __future__ import annotations

from flows.rules.registry import Rule, rules

__all__ = ["Rule", "rules"]
