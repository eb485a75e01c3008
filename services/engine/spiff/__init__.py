"""The interpreter: the only importer of SpiffWorkflow."""
