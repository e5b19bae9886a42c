"""Starts the local server: the page, the proxy to HubSpot and QuickBooks, and the sandbox on request."""

import sys

from server.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
