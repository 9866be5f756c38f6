"""Infoboxes whose answer is known because they were made: structured boxes, printed in every shape a scrape has."""
