"""The command ``infobox-etl``: what can be asked for, and what is said on the way."""
