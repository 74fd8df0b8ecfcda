/* Live events. Opens the stream named in <body data-live="…"> when something on the page listens, and turns each of its
   events into a DOM event on the body: "onetrip:hall" (something in the hall changed, a call too), "onetrip:call" (a
   number is called; the detail says which, and to which window), "onetrip:device" (a device or a print changed),
   "onetrip:errand" and "onetrip:question" (a matter run at a kiosk, a difficult case changed; "onetrip:hall" as well, for
   who looks at everything). So htmx can say hx-trigger="onetrip:hall from:body, onetrip:poll from:body".
   What the reader sees of it: [data-live-state] elements say in words whether the line is up, and since when it is
   not ([data-lost-at] gets the hour alone); body[data-connection] is "live" or "lost". While it is down, "onetrip:poll"
   is fired every 10 seconds, and once more when it is back, because what happened meanwhile was not heard.
   A line counts as up when something has come through it: a proxy that holds answers back (buffering) opens the line and
   delivers nothing, or delivers late. Both are told by the beats, count as lost, and are polled around. */
(() => {
  "use strict";
  const body = document.body;
  const root = document.documentElement;
  const listener = '[hx-trigger*="onetrip:"], [data-hx-trigger*="onetrip:"], [data-speak]';
  if (!body.dataset.live || !document.querySelector(listener)) return;

  const GRACE = 2000; // ms; a restart of the stream is not worth a word
  const FIRST = 8000; // ms within which a new line has to deliver its first event
  const LATE = 20000; // ms by which events may be held back
  const SILENCE = 45000; // ms without a beat after which a line that looks open is taken for dead
  const POLL = 10000; // ms
  const BUSY = 1000; // ms
  const LONGEST = 30000; // ms between two attempts
  const english = root.lang === "en";
  const clock = new Intl.DateTimeFormat("en-GB", {
    hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: root.dataset.zone || undefined,
  });

  let address = body.dataset.live;
  let source = null;
  let attempts = 0;
  let lostAt = null;
  let heard = null; // when the last event came through this line
  let took = []; // ms between the clocks of the stream and of this screen, at the last beats
  let again = false;
  let timers = { retry: 0, first: 0, grace: 0, poll: 0, calm: 0, busy: 0 };

  const fire = (kind, detail) => body.dispatchEvent(new CustomEvent(`onetrip:${kind}`, { detail, bubbles: true }));

  function say(state, words) {
    body.dataset.connection = state === "lost" ? "lost" : "live";
    for (const element of document.querySelectorAll("[data-live-state]")) {
      element.dataset.liveState = state;
      element.hidden = false;
      if (element.textContent !== words) element.textContent = words;
    }
  }

  /* "onetrip:hall" at once, and after a busy moment once more: at most one a second, and never the last one swallowed.
     htmx's own throttle would swallow it, for every trigger of the element. */
  function changed() {
    if (timers.busy) { again = true; return; }
    fire("hall", {});
    timers.busy = setTimeout(() => {
      timers.busy = 0;
      if (again) { again = false; changed(); }
    }, BUSY);
  }

  const connected = () => say("live", english ? "Connected" : "连接正常");

  function showLoss() {
    const since = clock.format(lostAt).replace(/^0(?=\d)/, "");
    say("lost", english ? `Connection lost since ${since}` : `连接中断，${since} 起`);
    for (const element of document.querySelectorAll("[data-lost-at]")) element.textContent = since;
    clearInterval(timers.poll);
    timers.poll = setInterval(() => fire("poll", {}), POLL);
  }

  function opened() {
    attempts = 0;
    clearTimeout(timers.grace);
    clearInterval(timers.poll);
    if (body.dataset.connection === "lost") {
      const minutes = Math.max(1, Math.round((Date.now() - lostAt) / 60000));
      say("live", english ? `Connected again, after ${minutes} min` : `已恢复，断了 ${minutes} 分钟`);
      clearTimeout(timers.calm);
      timers.calm = setTimeout(() => { if (lostAt === null) connected(); }, 60000);
    } else {
      connected();
    }
    if (lostAt !== null) fire("poll", {});
    lostAt = null;
  }

  /* The address is signed for a limited time; a screen that hangs for weeks takes a new one from its own page. */
  async function renew() {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      address = (answer.ok && page.body.dataset.live) || address;
    } catch {
      /* still away: the next attempt asks again */
    }
  }

  /* The line is broken, or the stream has lost its database: then it closes every line and takes none. */
  function lost() {
    source?.close();
    heard = null;
    clearTimeout(timers.first);
    if (lostAt === null) {
      lostAt = Date.now();
      timers.grace = setTimeout(showLoss, GRACE);
    }
    const pause = Math.min(LONGEST, 1000 * 2 ** attempts) * (0.5 + Math.random()); // apart, not all screens at once
    attempts += 1;
    clearTimeout(timers.retry);
    timers.retry = setTimeout(async () => {
      if (attempts % 3 === 0) await renew();
      open();
    }, pause);
  }

  function open() {
    clearTimeout(timers.retry);
    source?.close();
    source = new EventSource(address);
    source.onerror = lost;
    clearTimeout(timers.first);
    timers.first = setTimeout(() => { if (heard === null) lost(); }, FIRST);
    source.addEventListener("hall", (event) => { came(); const { thing } = JSON.parse(event.data || "{}"); if (["errand", "question"].includes(thing)) fire(thing, {}); changed(); });
    source.addEventListener("device", (event) => { came(); fire("device", JSON.parse(event.data)); });
    source.addEventListener("call", (event) => { came(); fire("call", JSON.parse(event.data)); changed(); });
    source.addEventListener("beat", (event) => { came(); compare(JSON.parse(event.data || "{}").at); });
  }

  function came() {
    const first = heard === null;
    heard = Date.now();
    if (first) opened();
  }

  /* Beats are sent at even distances. One that took much longer, or much less, than the others was held back on the way. */
  function compare(at) {
    if (!at) return;
    took = [...took.slice(-20), Date.now() - at * 1000];
    if (Math.max(...took) - Math.min(...took) > LATE) { took = []; lost(); }
  }

  setInterval(() => { if (heard !== null && Date.now() - heard > SILENCE) lost(); }, 5000);
  const now = () => { if (lostAt !== null) { attempts = 0; open(); } };
  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
})();
