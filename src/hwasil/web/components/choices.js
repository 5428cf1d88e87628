// One of several choices, each with a small picture. A radio group to the keyboard: arrows move, and choose.
export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".choices");
  root.setAttribute("aria-label", data.label);

  const choose = (id) => {
    for (const one of root.children) {
      const chosen = one.dataset.id === id;
      one.setAttribute("aria-checked", chosen);
      one.tabIndex = chosen ? 0 : -1;
    }
    setStateValue("chosen", id);
  };

  const drawn = data.items.map((item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.id = item.id;
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", item.id === data.chosen);
    button.tabIndex = item.id === data.chosen ? 0 : -1;
    const shown = document.createElement(item.src ? "img" : "span");
    if (item.src) {
      shown.src = item.src;
      shown.alt = "";
      shown.loading = "lazy";
    } else {
      shown.className = "blank";
      shown.textContent = item.id ? "" : "∅";
    }
    const name = document.createElement("span");
    name.textContent = item.label;
    button.append(shown, name);
    button.onclick = () => choose(item.id);
    return button;
  });
  root.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = drawn.findIndex((one) => one.getAttribute("aria-checked") === "true");
    const next = drawn[(now + step + drawn.length) % drawn.length];
    choose(next.dataset.id);
    next.focus();
  };
  // What is shown stays when only the theme has changed: redrawing would lose the place that was scrolled to.
  const drawnAs = JSON.stringify(data);
  if (root.dataset.drawn !== drawnAs) {
    const first = !root.dataset.drawn;
    const place = root.scrollTop;
    root.dataset.drawn = drawnAs;
    root.replaceChildren(...drawn);
    const chosen = drawn.find((one) => one.getAttribute("aria-checked") === "true");
    root.scrollTop = first && chosen ? chosen.offsetTop - root.offsetTop - root.clientHeight / 3 : place;
  }
}
