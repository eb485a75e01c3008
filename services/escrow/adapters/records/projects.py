"""Rows of projects and notices."""

from __future__ import annotations

from services.escrow.adapters.records.shape import Shape
from services.escrow.adapters.tables import projects
from services.escrow.domain.project import Notice, Project

SHAPES = (Shape(Project, projects.project), Shape(Notice, projects.notice))
