/* A display that goes dark is taken for broken: ask for the screen to stay on, again after every return to the page. */
(() => {
  "use strict";
  const ask = async () => {
    if (document.hidden || !navigator.wakeLock) return;
    try {
      await navigator.wakeLock.request("screen");
    } catch {
      /* refused (low battery, policy): the machine's own settings decide */
    }
  };
  document.addEventListener("visibilitychange", ask);
  ask();
})();
