/* A page that a kiosk shows beside its own, such as the ticket machine's: [data-go-home="60"] is where the kiosk goes
   back to by itself after so many seconds without a touch. */
(() => {
  "use strict";
  const home = document.querySelector("[data-go-home]");
  if (!home) return;
  let timer = 0;
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(home.href), 1000 * Number(home.dataset.goHome));
  };
  for (const kind of ["pointerdown", "keydown", "input"]) document.addEventListener(kind, rest, true);
  rest();
})();
