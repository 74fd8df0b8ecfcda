/* What the bridge beside this page hears. [data-bridge] names its socket on this machine. Each of its messages becomes a
   DOM event on the body: "onetrip:scan" and "onetrip:card", the detail as the bridge said it. What was read stays in the
   event: nothing is kept here. A bridge that is away is tried again; "onetrip:bridge" {open} tells the page of each change.
   Scanners that type still work. */
(() => {
  "use strict";
  const place = document.querySelector("[data-bridge]");
  if (!place) return;
  const fire = (kind, detail) => document.body.dispatchEvent(new CustomEvent(`onetrip:${kind}`, { detail, bubbles: true }));
  let line = null;
  let pause = 1000;
  let told = true;

  function tell(open) {
    if (told !== open) fire("bridge", { open });
    told = open;
  }

  function open() {
    line = new WebSocket(place.dataset.bridge);
    line.onopen = () => { pause = 1000; tell(true); };
    line.onmessage = ({ data }) => {
      let said;
      try { said = JSON.parse(data); } catch { return; }
      if (said?.v === 1 && (said.type === "scan" || said.type === "card")) fire(said.type, said);
    };
    line.onclose = () => { tell(false); setTimeout(open, pause); pause = Math.min(pause * 2, 15000); };
  }

  addEventListener("pagehide", () => { if (line) { line.onclose = null; line.close(); } });
  open();
})();
