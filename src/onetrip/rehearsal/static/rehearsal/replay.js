/* A simulated day shown again. What is where at a minute is decided by `placesAt` alone; whether it is reached by playing,
   dragging or a key makes no difference. Words are the server's: this file writes figures only. */
(() => {
  "use strict";
  const root = document.getElementById("replay");
  if (!root) return;
  const day = JSON.parse(root.dataset.day);
  const svg = root.querySelector("svg[data-hall]");
  const slider = root.querySelector("input[type=range]");
  const play = root.querySelector("[data-play]");
  const speed = root.querySelector("select");
  const marker = root.querySelector("[data-marker]");
  const strip = marker.ownerSVGElement;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const SERVED = 1, AT_KIOSK = 2;
  const [ARRIVES, DREW, KIOSK, JOINED, BEGINS, LEAVES, WINDOW, FATE] = Array(8).keys();
  const WALK = 0.7; // minutes in which somebody is seen coming in or going out
  const SEATS = { left: 268, top: 152, apart: 20, across: 35, down: 9 };
  const DOOR = [96, 404], EXIT = [944, 404];
  let minute = 0, playing = false, moved = false, last = 0;

  const element = (name, attributes, parent) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };

  /* Boxes that stand there all day. */
  const wide = Math.min(84, 940 / Math.max(day.windows.length, 1) - 6);
  const across = (index, of, width, from, to) => from + (to - from - of * (width + 6)) / 2 + index * (width + 6);
  const windows = new Map(day.windows.map(([number, shifts], index) => {
    const x = across(index, day.windows.length, wide, 30, 970);
    const box = element("rect", { x, y: 30, width: wide, height: 40, rx: 6, class: "hall-window" }, svg);
    element("text", { x: x + wide / 2, y: 22, class: "hall-name" }, svg).textContent = number + 1;
    return [number, { box, shifts, at: [x + wide / 2, 88] }];
  }));
  const kiosks = Array.from({ length: day.kiosks }, (_, index) => {
    const x = across(index, day.kiosks, 40, 268, 930);
    element("rect", { x, y: 420, width: 40, height: 22, rx: 5, class: "hall-kiosk" }, svg);
    return [x + 20, 408];
  });
  const dots = day.people.map((person, number) => {
    const dot = element("circle", { r: 7, class: "hall-dot", "data-visitor": number + 1 }, svg);
    dot.style.display = "none";
    return dot;
  });

  /* Which kiosk each one stood at: the one free longest, as the day had it. */
  const atKiosk = new Map();
  const free = kiosks.map(() => -Infinity);
  [...day.people.keys()].filter((one) => day.people[one][KIOSK] !== null)
    .sort((a, b) => day.people[a][KIOSK] - day.people[b][KIOSK])
    .forEach((one) => {
      const index = free.indexOf(Math.min(...free));
      free[index] = day.people[one][JOINED] ?? day.people[one][LEAVES];
      atKiosk.set(one, index);
    });

  const seat = (rank) => [
    SEATS.left + (rank % SEATS.across) * SEATS.apart,
    SEATS.top + Math.min(Math.floor(rank / SEATS.across), SEATS.down - 1) * SEATS.apart,
  ];

  /* Where everybody is at `now`: place, kind and minutes waited; and how many of each kind. */
  function placesAt(now) {
    const places = new Map(), counts = { arrived: 0, waiting: 0, windows: 0, kiosks: 0, served: 0, home: 0, longest: 0 };
    const waiting = [], before = [], busy = new Set();
    day.people.forEach((person, one) => {
      if (person[ARRIVES] > now) return;
      counts.arrived += 1;
      if (person[LEAVES] <= now) {
        const well = person[FATE] === SERVED || person[FATE] === AT_KIOSK;
        counts[well ? "served" : "home"] += 1;
        if (now - person[LEAVES] < WALK) places.set(one, { at: EXIT, kind: well ? "done" : "left" });
      } else if (person[BEGINS] !== null && person[BEGINS] <= now) {
        counts.windows += 1;
        busy.add(person[WINDOW]);
        places.set(one, { at: windows.get(person[WINDOW]).at, kind: "served" });
      } else if (person[JOINED] !== null && person[JOINED] <= now) {
        counts.waiting += 1;
        waiting.push(one);
      } else {
        counts.kiosks += 1;
        if (person[KIOSK] !== null && person[KIOSK] <= now) places.set(one, { at: kiosks[atKiosk.get(one)], kind: "kiosk" });
        else before.push(one);
      }
    });
    waiting.sort((a, b) => day.people[a][JOINED] - day.people[b][JOINED] || a - b);
    waiting.forEach((one, rank) => {
      const minutes = now - day.people[one][JOINED];
      counts.longest = Math.max(counts.longest, minutes);
      const long = minutes > day.promised ? "long" : minutes > day.promised / 2 ? "some" : "short";
      places.set(one, { at: seat(rank), kind: `waiting hall-${long}` });
    });
    before.forEach((one, rank) => places.set(one, { at: [DOOR[0] + 28 + rank * 16, DOOR[1] - 40], kind: "kiosk" }));
    return { places, counts, busy };
  }

  const clock = (at) => {
    const whole = Math.floor(day.opens + at) % 1440;
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };

  function draw() {
    const { places, counts, busy } = placesAt(minute);
    dots.forEach((dot, one) => {
      const place = places.get(one);
      if (!place) {
        dot.style.display = "none";
        dot.setAttribute("class", "hall-dot");
        return;
      }
      if (dot.style.display === "none") {
        dot.style.transition = "none";
        dot.style.transform = `translate(${DOOR[0]}px, ${DOOR[1]}px)`;
        dot.style.display = "";
        if (playing) dot.getBoundingClientRect(); // so that it is seen to come in
        dot.style.transition = "";
      }
      dot.style.transform = `translate(${place.at[0]}px, ${place.at[1]}px)`;
      dot.setAttribute("class", `hall-dot hall-${place.kind}`);
    });
    for (const [number, { box, shifts }] of windows) { // whoever is served beyond a shift is served to the end
      const isOn = shifts.some(([opens, closes]) => opens <= minute && minute < closes);
      box.classList.toggle("is-open", isOn || busy.has(number));
    }
    for (const place of root.querySelectorAll("[data-count]")) {
      place.textContent = Math.floor(counts[place.dataset.count]);
    }
    root.querySelector("[data-hall-clock]").textContent = clock(minute);
    slider.value = minute;
    slider.setAttribute("aria-valuetext", clock(minute));
    const box = strip.viewBox.baseVal, from = Number(marker.dataset.left), to = Number(marker.dataset.right);
    const x = from + (to - from) * Math.min(minute / Number(slider.max), 1);
    marker.setAttribute("d", `M${x} 0V${box.height - 22}`);
  }

  function step(now) {
    if (!playing) return;
    minute = Math.min(minute + (now - last) / 1000 * Number(speed.value), Number(slider.max));
    last = now;
    draw();
    if (minute >= Number(slider.max)) pause();
    else if (still) setTimeout(() => requestAnimationFrame(step), 1000);
    else requestAnimationFrame(step);
  }

  function pause() {
    playing = false;
    root.classList.remove("is-playing");
    play.setAttribute("aria-pressed", "false");
  }

  function start() {
    if (!moved || minute >= Number(slider.max)) minute = 0;
    moved = playing = true;
    root.classList.add("is-playing");
    play.setAttribute("aria-pressed", "true");
    last = performance.now();
    requestAnimationFrame(step);
  }

  play.addEventListener("click", () => (playing ? pause() : start()));
  slider.addEventListener("input", () => {
    moved = true;
    minute = Number(slider.value);
    draw();
  });
  document.addEventListener("keydown", (event) => {
    const free = event.target === document.body || event.target === slider;
    if (event.key === " " && free) {
      event.preventDefault();
      play.click();
    } else if (event.shiftKey && free && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      slider.value = Number(slider.value) + (event.key === "ArrowLeft" ? -15 : 15);
      slider.dispatchEvent(new Event("input"));
    }
  });
  svg.addEventListener("click", ({ target }) => {
    if (!target.dataset.visitor) return;
    const address = new URL(location.href);
    address.searchParams.set("visitor", target.dataset.visitor);
    address.searchParams.set("minute", Math.floor(minute));
    address.hash = "stories";
    location.assign(address);
  });
  minute = Number(slider.value);
  moved = minute !== Number(root.dataset.worst);
  draw();
})();
