// Pictures with what can be done with each. Called again whenever its data or the theme changes, so everything is
// drawn anew from the data; texts are set as text, never as markup.
const PATHS = {
  save: "M12 4v11m0 0-4-4m4 4 4-4M5 20h14",
  send: "M5 12h13m0 0-5-5m5 5-5 5",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  share: "M8 12.5 16 8m-8 3.5 8 4.5M6 12h.01M18 7h.01M18 17h.01",
  terminal: "m5 8 4 4-4 4m7 0h7",
  code: "m9 8-4 4 4 4m6-8 4 4-4 4",
};

const LONG = 14; // letters of a caption that has no room beside what can be done, where pictures stand in columns

const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
};

const element = (tag, className, ...parts) => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...parts);
  return made;
};

const action = (name, label, press, wordy = true) => {
  const button = element("button", wordy ? "act wordy" : "act", icon(name));
  button.type = "button";
  if (wordy) button.append(element("span", "", label));
  button.title = label;
  button.setAttribute("aria-label", label);
  button.onclick = press;
  return button;
};

const link = (name, label, href, file) => {
  const made = element("a", "act", icon(name), element("span", "", label));
  made.href = href;
  made.download = file;
  made.title = label;
  return made;
};

// A page that is not served over https has no clipboard; selecting and copying works there too.
const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = element("textarea", "");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
};

const menu = (opener, items) => {
  const details = element("details", "menu");
  const summary = element("summary", "act", ...opener.parts);
  summary.title = opener.label;
  summary.setAttribute("aria-label", opener.label);
  details.append(summary, element("div", "", ...items));
  details.addEventListener("focusout", (event) => {
    if (!details.contains(event.relatedTarget)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape") details.open = false;
  });
  return details;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".pictures");
  const large = parentElement.querySelector(".large");
  const labels = data.labels;
  const count = data.pictures.length;
  large.querySelector(".close").textContent = "×";
  large.querySelector(".close").setAttribute("aria-label", labels.close);
  large.onclick = () => large.close();

  const enlarge = (picture) => {
    const shown = large.querySelector("img");
    shown.src = picture.src;
    shown.alt = picture.alt;
    large.showModal();
  };

  const copier = (name, label, text) => {
    const button = action(name, label, async () => {
      await copy(text);
      button.querySelector("span").textContent = labels.copied;
      setTimeout(() => (button.querySelector("span").textContent = label), 1500);
    });
    button.classList.remove("wordy");
    return button;
  };

  const figure = (picture) => {
    const shown = element("img", "");
    shown.src = picture.src;
    shown.alt = picture.alt;
    shown.width = picture.width;
    shown.height = picture.height;
    shown.loading = "lazy";
    const frame = element("button", picture.see_through ? "frame see-through" : "frame", shown);
    frame.type = "button";
    frame.style.setProperty("--ratio", picture.width / picture.height);
    frame.setAttribute("aria-label", labels.enlarge);
    frame.onclick = () => enlarge(picture);

    const said = element("span", count > 1 && picture.caption.length > LONG ? "said long" : "said", picture.caption);
    const acts = [link("save", labels.save, picture.src, picture.file)];
    if (data.targets.length) {
      const items = data.targets.map((target) => {
        const button = action("send", target.label, () =>
          setTriggerValue("sent", { picture: picture.id, page: target.page }));
        button.classList.remove("wordy");
        return button;
      });
      acts.push(menu({ parts: [icon("send"), element("span", "", labels.send)], label: labels.send }, items));
    }
    const more = [link("share", labels.share, `${picture.src}/share`, picture.file)];
    if (data.command) more.push(copier("terminal", labels.command, data.command));
    if (data.python) more.push(copier("code", labels.python, data.python));
    acts.push(menu({ parts: [icon("more")], label: labels.more }, more));
    const made = element("figure", "", frame, element("figcaption", "", said, ...acts));
    made.setAttribute("role", "listitem");
    return made;
  };

  root.style.setProperty("--columns", count === 1 ? 1 : count <= 4 ? 2 : 3);
  root.style.setProperty("--tallest", count === 1 ? "var(--hw-stage)" : "60vh");
  root.replaceChildren(...data.pictures.map(figure));
}
