"""The proxy: keeps OAuth secrets and tokens away from the page and forwards an explicit list of calls."""
