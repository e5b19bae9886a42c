"""QuickBooks Online as a web application: true wire format, limits and error bodies."""

from server.sandbox.quickbooks.company import Company, CompanySettings
from server.sandbox.quickbooks.simulator import QuickBooksSimulator

__all__ = ["Company", "CompanySettings", "QuickBooksSimulator"]
