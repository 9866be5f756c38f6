"""What needs all documents of all runs: which were read before, what they say together, and the tables made of them."""
