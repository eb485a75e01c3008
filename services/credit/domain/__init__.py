"""What credit keeps: postings; no I/O."""
