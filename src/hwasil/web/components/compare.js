// Two states of one picture, one laid over the other up to a line. The line follows the slider, and the pointer on the
// picture; enlarged, what is seen follows the pointer as well.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".compare");
  const stage = root.querySelector(".stage");
  const before = root.querySelector(".before");
  const after = root.querySelector(".after");
  const slider = root.querySelector("input");
  const zoom = root.querySelector("button");
  const drawn = JSON.stringify(data);
  if (root.dataset.drawn !== drawn) {
    root.dataset.drawn = drawn;
    before.src = data.before;
    after.src = data.after;
    after.width = data.width;
    after.height = data.height;
    root.style.setProperty("--ratio", data.width / data.height);
    before.alt = data.labels.before;
    after.alt = data.labels.after;
    root.querySelector(".left").textContent = data.labels.before;
    root.querySelector(".right").textContent = data.labels.after;
    slider.setAttribute("aria-label", data.labels.slider);
    zoom.textContent = data.labels.zoom;
    zoom.setAttribute("aria-pressed", "false");
  }

  // The line is a place of the stage, and the picture before ends there, however much it is enlarged.
  const place = (share) => {
    slider.value = share * 100;
    const magnified = Number(getComputedStyle(root).getPropertyValue("--zoom") || 1);
    const origin = parseFloat(getComputedStyle(root).getPropertyValue("--x") || "50") / 100;
    const edge = origin + (share - origin) / magnified;
    root.style.setProperty("--at", `${share * 100}%`);
    before.style.clipPath = `inset(0 ${(1 - edge) * 100}% 0 0)`;
  };
  slider.oninput = () => place(slider.value / 100);
  stage.onpointermove = (event) => {
    const box = stage.getBoundingClientRect();
    const x = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const y = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
    root.style.setProperty("--x", `${x * 100}%`);
    root.style.setProperty("--y", `${y * 100}%`);
    place(x);
  };
  zoom.onclick = () => {
    const on = zoom.getAttribute("aria-pressed") !== "true";
    zoom.setAttribute("aria-pressed", on);
    root.style.setProperty("--zoom", on ? data.zoom : 1);
    place(slider.value / 100);
  };
  place(slider.value / 100);
}
