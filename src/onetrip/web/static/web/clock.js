/* Running time. [data-clock] shows the hour in the centre's zone. [data-since="2025-11-25T09:41:00+08:00"] shows how
   long ago that was: data-form="minutes" (6 分钟), "seconds" (4 分 12 秒); with data-over="15" the element gets
   data-is-over once so many minutes are passed. The server's clock counts, not the machine's: its hour came with the
   page, in <html data-now>. In a drill it runs as fast as <html data-drill> says; at 0 it stands. */
(() => {
  "use strict";
  const root = document.documentElement;
  const english = root.lang === "en";
  const hour = new Intl.DateTimeFormat("en-GB", {
    hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: root.dataset.zone || undefined,
  });

  /* A page out of the cache brings an old hour with it; then this machine's clock is the better one. */
  const came = performance.getEntriesByType("navigation")[0];
  const fresh = came && came.type !== "back_forward" && came.transferSize > 0;
  const ahead = fresh && root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;
  const pace = Number(root.dataset.drill ?? 1);
  const began = Date.now();
  const now = () => began + ahead + (Date.now() - began) * pace;

  function lasting(seconds, form) {
    const minutes = Math.floor(seconds / 60);
    if (form === "seconds") {
      const rest = seconds % 60;
      if (minutes === 0) return english ? `${rest} s` : `${rest} 秒`;
      return english ? `${minutes} min ${rest} s` : `${minutes} 分 ${rest} 秒`;
    }
    return english ? `${minutes} min` : `${minutes} 分钟`;
  }

  function write(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  function tick() {
    const at = new Date(now());
    for (const element of document.querySelectorAll("[data-clock]")) {
      write(element, hour.format(at).replace(/^0(?=\d)/, ""));
      if (element.localName === "time") element.dateTime = at.toISOString();
    }
    for (const element of document.querySelectorAll("[data-since]")) {
      const seconds = Math.max(0, Math.floor((now() - Date.parse(element.dataset.since)) / 1000));
      if (Number.isNaN(seconds)) continue;
      write(element, lasting(seconds, element.dataset.form));
      if (element.dataset.over) element.toggleAttribute("data-is-over", seconds > 60 * Number(element.dataset.over));
    }
  }

  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSettle", tick);
})();
