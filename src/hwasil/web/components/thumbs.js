// Small pictures that were given, each with a button that takes it away again.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".thumbs");
  root.setAttribute("aria-label", data.labels.given);
  root.replaceChildren(...data.items.map((item, place) => {
    const thumb = document.createElement("div");
    thumb.className = "thumb";
    thumb.setAttribute("role", "listitem");
    const shown = document.createElement("img");
    shown.src = item.src;
    shown.alt = `${data.labels.picture} ${place + 1}`;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.title = data.labels.remove;
    remove.setAttribute("aria-label", `${data.labels.remove} ${place + 1}`);
    remove.onclick = () => setTriggerValue("removed", item.id);
    thumb.append(shown, remove);
    return thumb;
  }));
}
