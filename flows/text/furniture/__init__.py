"""The line classifier: which lines of a page are its body and which are furniture, judged by the text alone."""
