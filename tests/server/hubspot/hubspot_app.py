"""The OAuth app that the tests register: client id, secret, redirect address."""

CLIENT = ("app-1", "secret-1", "http://localhost:8000/oauth/hubspot/callback")
