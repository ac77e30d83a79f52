"""Five ordinary company sites, as somebody else would have built them.

They know nothing of consent: they load every tool that the company names in its
privacy policy, on every page, and set cookies from the server too. Wrap one in the
middleware to see what holds. Every id is made up (``G-EXAMPLE1``, portal 1000001).
"""

from examples.company_sites.companies import COMPANIES, Company
from examples.company_sites.hosts import by_host, create_index
from examples.company_sites.site import create_site

__all__ = ["COMPANIES", "Company", "by_host", "create_index", "create_site"]
