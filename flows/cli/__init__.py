"""The command ``infobox-etl``: its options, what it prints, and how its errors look."""
