"""Work on all documents of all runs: which were read before, what they show together, and the tables made of them."""
