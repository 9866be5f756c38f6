"""Repair and strip: broken characters and debris in a text are put right, and every change is recorded as an edit."""
