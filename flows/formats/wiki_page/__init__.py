"""Encyclopedia pages as a browser shows them."""
