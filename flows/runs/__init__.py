"""What one run does with many pages: read them in batches, put what they say into tables, publish one snapshot."""
