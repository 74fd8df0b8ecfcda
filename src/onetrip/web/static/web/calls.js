/* The calls that have not been announced yet, and those that were heard. Both survive a reload, in this window's session
   storage (a call is a number and a window, nobody's data). globalThis.onetripCalls, for speak.js:
   first() to be announced · add(call, times, speaking) · done() with the first · times(call) heard · recall(shown). */
(() => {
  "use strict";
  const STORE = "onetrip-calls";
  const STALE = 120000; // ms after which a call that nobody announced is not worth announcing
  const MOST_HEARD = 80;
  let waiting = []; // the one being announced first
  let heard = {}; // times each number was called to a window, by "A093@3", the newest last
  const keyOf = ({ ticket, window: door }) => `${ticket}@${door}`;

  function keep() {
    heard = Object.fromEntries(Object.entries(heard).slice(-MOST_HEARD));
    try { sessionStorage.setItem(STORE, JSON.stringify({ waiting, heard })); } catch { /* storage closed */ }
  }

  function note(call, times) {
    delete heard[keyOf(call)];
    heard[keyOf(call)] = times;
  }

  /* A call that is made again while it still waits its turn is announced once; while it is being spoken, once more. */
  function add(call, times, speaking) {
    note(call, times);
    const inLine = waiting.slice(speaking ? 1 : 0).some((other) => keyOf(other) === keyOf(call));
    if (!inLine) waiting.push({ ...call, at: Date.now() });
    keep();
  }

  /* A window that has heard nothing before takes what the page shows for old: it is not announced. */
  function recall(shown) {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(STORE)); } catch { /* storage closed, or somebody else's words in it */ }
    if (kept) {
      waiting = kept.waiting.filter((call) => Date.now() - call.at < STALE);
      heard = kept.heard;
    } else {
      for (const { dataset } of shown) note({ ticket: dataset.ticket, window: dataset.window }, Number(dataset.calls));
      keep();
    }
  }

  globalThis.onetripCalls = {
    add,
    recall,
    first: () => waiting[0],
    done: () => { waiting.shift(); keep(); },
    times: (call) => heard[keyOf(call)] ?? 0,
  };
})();
