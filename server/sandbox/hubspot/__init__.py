"""A simulator of the HubSpot API in its true wire format, limits and error bodies."""

from __future__ import annotations

from .errors import ApiError
from .simulator import HubSpotSimulator
from .switches import Switches

__all__ = ["ApiError", "HubSpotSimulator", "Switches"]
