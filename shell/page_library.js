// Where the page goes, and time zones. The JavaScript half of shell/page_platform_web.cpp and
// shell/browser_time_zones_web.cpp.
addToLibrary({
  page_navigate__deps: ['$UTF8ToString'],
  page_navigate: (url) => {
    const target = new URL(UTF8ToString(url), location.href);
    // The proxy hands out the address of a consent page: never a script.
    if (target.protocol === 'https:' || target.protocol === 'http:') location.assign(target.href);
  },

  page_reload: () => location.reload(),

  $zoneFormats: {},
  page_utc_offset_minutes__deps: ['$UTF8ToString', '$zoneFormats'],
  page_utc_offset_minutes: (zone, at) => {
    const name = UTF8ToString(zone);
    if (!(name in zoneFormats)) {
      try {
        zoneFormats[name] = new Intl.DateTimeFormat('en-US', {
          timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
          hour: 'numeric', minute: 'numeric', second: 'numeric',
        });
      } catch {
        zoneFormats[name] = null; // not a zone this browser knows: counts as UTC
      }
    }
    const format = zoneFormats[name];
    if (!format) return 0;
    const part = {};
    for (const { type, value } of format.formatToParts(new Date(at))) part[type] = Number(value);
    const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
    return Math.round((local - Math.floor(at / 1000) * 1000) / 60000);
  },
});
