"""A problem that stops the start, said in one line."""


class StartProblem(Exception):
    """The text names the thing that is wrong and the next step; it is printed without a stack trace."""
