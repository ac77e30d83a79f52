// The site's own visit statistics: a number for the device, and a report of the page.
"use strict";
{
  const known = document.cookie.match(/(?:^|; )visit_statistics=(\w+)/);
  const visitor = known ? known[1] : Math.random().toString(36).slice(2);
  document.cookie = `visit_statistics=${visitor}; path=/; max-age=33696000; SameSite=Lax`;
  navigator.sendBeacon("/statistics", JSON.stringify({ page: location.pathname, visitor }));
}
