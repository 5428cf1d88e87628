// Buttons, sliders and keys: all of them name a command or a tool, and the editor does it.

const KEYS = {
  b: "brush", e: "eraser", r: "rectangle", l: "lasso", p: "point", f: "frame",
  x: "subtract", i: "invert", "[": "smaller", "]": "larger", "+": "closer", "=": "closer", "-": "farther", 0: "fit",
  delete: "clear", escape: "forget",
};
const STEPS = { arrowleft: { x: 1, y: 0 }, arrowright: { x: -1, y: 0 }, arrowup: { x: 0, y: 1 }, arrowdown: { x: 0, y: -1 } };
const STRIDE = 48; // screen pixels that an arrow key moves the picture

// The Latin letter of a key, also while Hangul is being typed and the key itself says another.
const keyOf = ({ key, code }) => (/^Key[A-Z]$/.test(code) && !/^[a-z]$/i.test(key) ? code.slice(3) : key).toLowerCase();

const commandOf = (event) => {
  const key = keyOf(event);
  if (!event.ctrlKey && !event.metaKey) return KEYS[key];
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" ? "redo" : null;
};

export class Controls {
  // `hooks` are: run(command), pan(by), slide(name, value), and held(spaceIsDown).
  constructor(root, hooks) {
    this.root = root;
    this.tools = [...root.querySelectorAll("[data-tool]")];
    this.commands = [...root.querySelectorAll("[data-command]")];
    this.sliders = [...root.querySelectorAll("[data-slider]")];
    for (const button of this.tools) button.onclick = () => hooks.run(button.dataset.tool);
    for (const button of this.commands) button.onclick = () => hooks.run(button.dataset.command);
    for (const slider of this.sliders) slider.oninput = () => hooks.slide(slider.dataset.slider, Number(slider.value));
    root.onkeydown = (event) => this.#pressed(event, hooks);
    root.onkeyup = (event) => {
      if (event.code === "Space") hooks.held(false);
      if (event.key === "Alt") event.preventDefault(); // or the browser's menu takes the keyboard
    };
    root.onblur = () => hooks.held(false);
  }

  #pressed(event, hooks) {
    if (event.target.matches("input")) return;
    const [command, step] = [commandOf(event), STEPS[event.key.toLowerCase()]];
    const onButton = event.target.matches("button");
    if (onButton && step && this.tools.includes(event.target)) this.#nextTool(step.x + step.y < 0 ? 1 : -1, hooks);
    else if (step && !event.ctrlKey && !event.metaKey) hooks.pan({ x: step.x * STRIDE, y: step.y * STRIDE });
    else if (event.code === "Space" && !onButton) hooks.held(true);
    else if (command) hooks.run(command);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit has keys of its own: R runs the page again
  }

  // Tools are a radio group to the keyboard: arrows move, and choose.
  #nextTool(by, hooks) {
    const offered = this.tools.filter((button) => !button.hidden);
    const now = offered.findIndex((button) => button.getAttribute("aria-checked") === "true");
    const next = offered[(now + by + offered.length) % offered.length];
    hooks.run(next.dataset.tool);
    next.focus();
  }

  // Show only those tools for which `wanted` is true.
  offer(wanted) {
    for (const button of this.tools) button.hidden = !wanted(button.dataset.tool);
  }

  label(labels) {
    this.root.setAttribute("aria-label", labels.editor);
    this.root.querySelector("[role=radiogroup]").setAttribute("aria-label", labels.tools);
    for (const button of [...this.tools, ...this.commands]) {
      const text = labels[button.dataset.tool ?? button.dataset.command];
      button.title = text;
      button.setAttribute("aria-label", text);
    }
    for (const text of this.root.querySelectorAll("[data-label]")) text.textContent = labels[text.dataset.label];
  }

  // `sliders` maps each name to {value, shown} and, where it depends on the picture, {max}.
  show({ tool, subtract, disabled, scale, sliders, covers }) {
    for (const button of this.tools) {
      button.setAttribute("aria-checked", button.dataset.tool === tool);
      button.tabIndex = button.dataset.tool === tool ? 0 : -1;
    }
    for (const button of this.commands) button.disabled = disabled.includes(button.dataset.command);
    this.root.querySelector("[data-command=subtract]").setAttribute("aria-pressed", subtract);
    this.root.querySelector(".scale").textContent = scale;
    for (const slider of this.sliders) {
      const { value, shown, max } = sliders[slider.dataset.slider];
      if (max !== undefined) slider.max = max;
      slider.value = value;
      slider.setAttribute("aria-valuetext", shown);
      slider.parentElement.querySelector("output").textContent = shown;
    }
    this.root.querySelector(".covers").textContent = covers;
  }

  // Only the magnification: it changes with every step of a zoom.
  showScale(scale) {
    this.root.querySelector(".scale").textContent = scale;
  }
}
