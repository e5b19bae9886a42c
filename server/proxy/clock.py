"""What time it is, handed in so that a test can say so."""

from typing import Callable

# Seconds since 1970.
Clock = Callable[[], float]
