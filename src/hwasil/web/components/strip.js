// Small pictures in a row, each of which leads somewhere.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".strip");
  root.setAttribute("aria-label", data.label);
  root.replaceChildren(...data.items.map((item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = item.label;
    button.setAttribute("aria-label", item.label);
    button.setAttribute("aria-current", item.id === data.now);
    const shown = document.createElement("img");
    shown.src = item.src;
    shown.alt = "";
    shown.loading = "lazy";
    button.append(shown);
    button.onclick = () => setTriggerValue("opened", item.id);
    return button;
  }));
}
