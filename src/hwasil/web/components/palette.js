// Up to ten colors. What the visitor does here is told to Python; what Python sets comes with a new revision.
export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".palette");
  if (root.revision !== data.revision) {
    root.revision = data.revision;
    root.colors = [...data.colors];
  }

  const told = () => {
    setStateValue("colors", { revision: root.revision, colors: root.colors });
    draw();
  };

  const swatch = (color, place) => {
    const box = document.createElement("div");
    box.className = "color";
    const input = document.createElement("input");
    input.type = "color";
    input.value = color;
    input.setAttribute("aria-label", `${data.labels.color} ${place + 1}`);
    input.onchange = () => {
      root.colors[place] = input.value;
      told();
    };
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${data.labels.remove} ${place + 1}`);
    remove.onclick = () => {
      root.colors.splice(place, 1);
      told();
    };
    box.append(input, remove);
    return box;
  };

  const preset = (one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "preset";
    const strip = document.createElement("i");
    for (const color of one.colors) {
      const part = document.createElement("b");
      part.style.background = color;
      strip.append(part);
    }
    button.append(strip, one.label);
    button.onclick = () => {
      root.colors = [...one.colors];
      told();
    };
    return button;
  };

  const draw = () => {
    const add = document.createElement("button");
    add.type = "button";
    add.className = "add";
    add.textContent = "+";
    add.setAttribute("aria-label", data.labels.add);
    add.title = data.labels.add;
    add.onclick = () => {
      root.colors.push(data.labels.fresh);
      told();
    };
    const colors = root.colors.map(swatch);
    root.querySelector(".colors").replaceChildren(...colors, ...(root.colors.length < data.most ? [add] : []));
    root.querySelector(".presets").replaceChildren(...data.presets.map(preset));
  };
  draw();
}
