"""Stories: whole processes told from `workflows/scenarios/`, run against a started system."""
