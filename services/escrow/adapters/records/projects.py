"""Rows of projects and notices."""

from __future__ import annotations

from services.escrow.adapters.tables import projects
from services.escrow.domain.project import Notice, Project
from services.runtime.records import Shape

SHAPES = (Shape(Project, projects.project), Shape(Notice, projects.notice))
