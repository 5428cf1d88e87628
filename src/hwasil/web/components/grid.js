// Many pictures, small. Which are chosen is known here and told to Python a moment after the last click; what Python
// sets of it comes with a new revision. Pictures come in as they are scrolled to.
const STAR = "m12 3.6 2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.8-5.2 2.8 1-5.8-4.2-4.1 5.8-.8z";
const SETTLE = 250; // milliseconds

const element = (tag, className, ...parts) => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...parts);
  return made;
};

const starIcon = () => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", STAR);
  svg.append(path);
  return svg;
};

// Fetch what will be shown next, once all that is in sight is there.
const lookAhead = (root, links) => {
  clearTimeout(root.looking);
  root.looking = setTimeout(() => {
    const waiting = [...root.querySelectorAll("img")].some(
      (one) => !one.complete && one.getBoundingClientRect().top < innerHeight,
    );
    if (waiting) lookAhead(root, links);
    else root.ahead = links.map((link) => Object.assign(new Image(), { src: link }));
  }, SETTLE);
};

// What the document showed of these pictures before the page was there goes once they can be seen (`first_sight.py`).
const takeOver = (root) => {
  const before = document.getElementById("first-sight");
  if (!before) return;
  requestAnimationFrame(async () => {
    const inSight = [...root.querySelectorAll("img")].filter((one) => one.getBoundingClientRect().top < innerHeight);
    await Promise.allSettled(inSight.map((one) => one.decode()));
    const page = document.querySelector('[data-testid="stMain"]');
    if (page) page.scrollTop = before.querySelector(".main").scrollTop;
    requestAnimationFrame(() => before.remove());
  });
};

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".grid");
  if (root.revision !== data.revision) {
    root.revision = data.revision;
    root.chosen = new Set(data.chosen);
  }

  const told = () => {
    show();
    clearTimeout(root.settling);
    root.settling = setTimeout(
      () => setStateValue("chosen", { revision: root.revision, ids: [...root.chosen] }),
      SETTLE,
    );
  };

  // With Shift, everything from the last one chosen to this one.
  const choose = (place, on, through) => {
    const from = through && root.last !== undefined ? root.last : place;
    for (const item of data.items.slice(Math.min(from, place), Math.max(from, place) + 1)) {
      if (on) root.chosen.add(item.id);
      else root.chosen.delete(item.id);
    }
    root.last = place;
    told();
  };

  const tile = (item, place) => {
    const shown = element("img", "");
    shown.loading = "lazy";
    shown.decoding = "async";
    shown.src = item.src;
    shown.alt = "";
    const open = element("button", "open", shown);
    open.type = "button";
    open.title = item.label;
    open.setAttribute("aria-label", item.label);
    open.onclick = (event) => {
      if (data.selectable && (event.shiftKey || event.ctrlKey || event.metaKey)) {
        choose(place, !root.chosen.has(item.id), event.shiftKey);
      } else {
        setTriggerValue("opened", item.id);
      }
    };
    const made = element("div", "tile", open);
    made.setAttribute("role", "listitem");
    made.style.setProperty("--ratio", item.ratio);
    if (data.selectable) {
      const box = element("input", "");
      box.type = "checkbox";
      box.setAttribute("aria-label", `${data.labels.choose}: ${item.label}`);
      box.onclick = (event) => choose(place, box.checked, event.shiftKey);
      const star = element("button", "star", starIcon());
      star.type = "button";
      star.title = data.labels.star;
      star.setAttribute("aria-label", `${data.labels.star}: ${item.label}`);
      star.onclick = () => {
        const on = star.getAttribute("aria-pressed") !== "true";
        star.setAttribute("aria-pressed", on);
        setTriggerValue("starred", { id: item.id, on });
      };
      made.append(element("label", "pick", box), star);
    }
    if (item.badge) made.append(element("span", "said", item.badge));
    return made;
  };

  const show = () => {
    data.items.forEach((item, place) => {
      const made = root.children[place];
      const on = root.chosen.has(item.id);
      made.classList.toggle("chosen", on);
      if (data.selectable) {
        made.querySelector("input").checked = on;
        made.querySelector(".star").setAttribute("aria-pressed", item.starred);
      }
    });
    root.classList.toggle("choosing", root.chosen.size > 0);
  };

  root.setAttribute("aria-label", data.labels.all);
  // Drawn anew only when it is something new: what has the focus keeps it.
  const drawn = JSON.stringify([data.items.map((item) => ({ ...item, starred: false })), data.labels, data.selectable]);
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    root.last = undefined;
    root.replaceChildren(...data.items.map(tile));
    takeOver(root);
  }
  show();
  lookAhead(root, data.ahead);
}
