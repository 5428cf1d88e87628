// A picture with boxes around what was seen in it. Each has a button below; pointing at one shows its box alone.
const FEW = 8; // boxes whose names all find room in the picture
const ROOM = 0.1; // of the picture's height: below it a name stands above its box and hides nothing

export default function ({ data, parentElement }) {
  const stage = parentElement.querySelector(".stage");
  const list = parentElement.querySelector("figcaption");
  const shown = stage.querySelector("img");
  const element = (tag, className, ...parts) => {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...parts);
    return made;
  };
  shown.src = data.src;
  shown.alt = data.alt;
  shown.width = data.width;
  shown.height = data.height;

  const boxes = data.things.map((one) => {
    const box = element("div", `box ${one.kind}`, element("span", "", one.name));
    const [left, top, right, bottom] = one.box;
    box.classList.toggle("low", top > ROOM * data.height);
    box.style.left = `${(100 * left) / data.width}%`;
    box.style.top = `${(100 * top) / data.height}%`;
    box.style.width = `${(100 * (right - left)) / data.width}%`;
    box.style.height = `${(100 * (bottom - top)) / data.height}%`;
    return box;
  });
  const point = (place) => {
    stage.classList.toggle("pointing", place !== null);
    boxes.forEach((box, other) => box.classList.toggle("pointed", other === place));
  };
  const buttons = data.things.map((one, place) => {
    const button = element("button", one.kind, element("b", ""), element("span", "", one.name), element("small", "", one.sure));
    button.type = "button";
    button.onmouseenter = button.onfocus = button.onclick = () => point(place);
    button.onmouseleave = button.onblur = () => point(null);
    return button;
  });
  stage.classList.toggle("many", boxes.length > FEW);
  stage.replaceChildren(shown, ...boxes);
  list.replaceChildren(...buttons);
}
