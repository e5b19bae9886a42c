"""The local server of Ledgerbridge: page, OAuth proxy and, on request, the simulated providers."""

VERSION = "0.1.0"
