"""One snapshot among others: its manifest, the pointers to it, the lock, what is kept and how to go back."""
