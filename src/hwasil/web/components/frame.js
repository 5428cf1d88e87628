// A picture in a larger frame: dragged, moved with the arrow keys, or put at one of nine places. Lengths are in pixels of
// the picture; where it lies is told to Python as {left, top}.
const TALLEST = 0.66; // of the window's height
const STEP = 0.02; // of the frame: what an arrow key moves
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// Left to right in each row: where of the free room the picture begins.
const PLACES = [
  ["top-left", 0, 0], ["top", 0.5, 0], ["top-right", 1, 0],
  ["left", 0, 0.5], ["center", 0.5, 0.5], ["right", 1, 0.5],
  ["bottom-left", 0, 1], ["bottom", 0.5, 1], ["bottom-right", 1, 1],
];

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".frame");
  const [canvas, picture, places, sizes] = [".canvas", ".picture", ".places", ".sizes"].map((kind) => root.querySelector(kind));
  // Where there is no free room to both sides, there is but one place.
  const offered = PLACES.filter(([, across, down]) =>
    (data.width > data.picture.width || across === 0.5) && (data.height > data.picture.height || down === 0.5));
  const room = { left: data.width - data.picture.width, top: data.height - data.picture.height };
  const at = { left: data.left, top: data.top };
  const free = data.movable;

  const scale = () => Math.min(root.clientWidth / data.width, (window.innerHeight * TALLEST) / data.height);
  const within = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  const placeOf = ([, across, down]) => ({ left: Math.floor(room.left * across), top: Math.floor(room.top * down) });

  const draw = () => {
    const one = scale();
    canvas.style.width = `${data.width * one}px`;
    canvas.style.height = `${data.height * one}px`;
    for (const [name, value] of Object.entries({ ...data.picture, ...at })) picture.style[name] = `${value * one}px`;
    for (const [number, button] of [...places.children].entries()) {
      const { left, top } = placeOf(offered[number]);
      button.setAttribute("aria-checked", left === at.left && top === at.top);
    }
  };
  const move = (left, top) => {
    at.left = within(left, room.left);
    at.top = within(top, room.top);
    draw();
  };
  const tell = () => setStateValue("place", { frame: data.frame, ...at });

  canvas.onpointerdown = (event) => {
    if (!free) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    canvas.classList.add("held");
    const from = { x: event.clientX - at.left * scale(), y: event.clientY - at.top * scale() };
    canvas.onpointermove = (moved) => move((moved.clientX - from.x) / scale(), (moved.clientY - from.y) / scale());
  };
  canvas.onpointerup = canvas.onpointercancel = () => {
    if (!canvas.onpointermove) return;
    canvas.onpointermove = null;
    canvas.classList.remove("held");
    tell();
  };
  canvas.onkeydown = (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || !free) return;
    event.preventDefault();
    move(at.left + arrow[0] * STEP * data.width, at.top + arrow[1] * STEP * data.height);
    tell();
  };

  places.replaceChildren(...offered.map((place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.title = data.labels[place[0]];
    button.setAttribute("aria-label", data.labels[place[0]]);
    button.onclick = () => {
      const { left, top } = placeOf(place);
      move(left, top);
      tell();
    };
    return button;
  }));
  places.onkeydown = (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    const [, across, down] = offered[[...places.children].indexOf(event.target)];
    const beside = offered.findIndex((one) => one[1] === across + arrow[0] / 2 && one[2] === down + arrow[1] / 2);
    const next = places.children[beside];
    if (!next) return;
    event.preventDefault();
    next.click();
    next.focus();
  };
  places.style.display = free ? "" : "none";
  places.style.setProperty("--columns", data.width > data.picture.width ? 3 : 1);
  canvas.style.cursor = free ? "" : "default";
  canvas.setAttribute("aria-label", data.labels.frame);
  places.setAttribute("aria-label", data.labels.places);
  sizes.textContent = data.labels.sizes;
  if (picture.getAttribute("src") !== data.src) picture.src = data.src;
  picture.alt = data.alt;
  draw();
  const watch = new ResizeObserver(draw);
  watch.observe(root);
  root.watch?.disconnect(); // this runs again on every change of the data; only the latest draws
  root.watch = watch;
  return () => root.watch.disconnect();
}
