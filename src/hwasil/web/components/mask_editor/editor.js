// The mask editor. Streamlit calls the function at the end on every change of its data or of the theme, so the editor
// itself hangs on its root element and is only told what is new.

import { Controls } from "./controls.js";
import { drawingOf } from "./drawing.js";
import { watch } from "./gestures.js";
import { deflated, inflated } from "./packing.js";
import { CHANGE, KEEP, blank, boxBetween, drawLine, fillBox, fillOutline, settled } from "./raster.js";
import { combined, coverage, grown, inverted } from "./region.js";
import { Stage } from "./stage.js";

const SETTLE = 100; // milliseconds between two masks that are sent
const STROKES = new Set(["brush", "eraser"]);
const FRAMES = new Set(["rectangle", "frame"]);
const FINDERS = new Set(["point", "frame"]); // these ask the server what is there
const TOOLS = new Set([...STROKES, ...FRAMES, ...FINDERS, "lasso"]);
const ENDING = new Set(["undo", "clear", "forget"]); // whoever does this no longer waits for an answer
const ZOOM = 1.4;
const SIZE_STEP = 1.15;

// The same for every picture, and kept from page to page.
const chosen = { tool: "brush", subtract: false, size: null, opacity: 0.55 };

const corners = ({ left, top, right, bottom }) =>
  [{ x: left, y: top }, { x: right, y: top }, { x: right, y: bottom }, { x: left, y: bottom }];

class Editor {
  constructor(root) {
    this.root = root;
    this.stage = new Stage(root);
    this.stage.tinted = () => this.#paint();
    this.stage.moved = () => this.controls.showScale(this.#scale);
    this.controls = new Controls(root, {
      run: (command) => this.run(command),
      pan: (by) => this.stage.pan(by),
      slide: (name, value) => this.slide(name, value),
      held: (held) => this.#hold(held),
    });
    watch(this.stage.view, {
      focus: () => root.focus({ preventScroll: true }),
      panning: () => this.held,
      zoomedIn: () => !this.stage.fitted,
      begin: (at, event) => this.#begin(this.stage.pointAt(at), chosen.subtract !== event.altKey),
      go: (places) => this.#go(places.map((at) => this.stage.pointAt(at))),
      end: (at) => this.#end(this.stage.pointAt(at)),
      abandon: () => this.#abandon(),
      hover: (at) => this.#hover(at),
      pan: (by) => this.stage.pan(by),
      zoom: (factor, at) => this.stage.zoom(factor, at),
    });
    this.sent = 0;
    this.lastSent = -SETTLE;
  }

  update(data, tell) {
    this.tell = tell;
    this.labels = data.labels;
    this.controls.label(data.labels);
    this.controls.offer((tool) => data.finds || !FINDERS.has(tool));
    if (!data.finds && FINDERS.has(chosen.tool)) chosen.tool = "brush";
    if (this.picture !== data.picture) this.#open(data);
    if (data.given) this.#receive(data.given);
    if (data.answered === this.asked) this.root.classList.remove("waiting");
    this.#refresh();
  }

  #open({ picture, src, alt, width, height }) {
    this.picture = picture;
    this.drawing = drawingOf(picture, width, height);
    this.stage.marked = { outline: null, ring: null, points: this.drawing.prompt?.points ?? [] };
    this.#resize(chosen.size ?? Math.round(Math.max(width, height) / 18));
    this.stage.show({ src, alt, width, height });
    this.#paint();
    if (this.covered || this.drawing.taken) this.#send(); // Streamlit has forgotten what was sent before another page was visited
  }

  // ---- What can be asked for by name

  run(command) {
    const { drawing, stage } = this;
    this.#abandon();
    if (ENDING.has(command)) this.#dismiss();
    if (TOOLS.has(command)) chosen.tool = command;
    else if (command === "subtract") chosen.subtract = !chosen.subtract;
    else if (command === "smaller") this.#resize(Math.min(chosen.size - 1, Math.round(chosen.size / SIZE_STEP)));
    else if (command === "larger") this.#resize(Math.max(chosen.size + 1, Math.round(chosen.size * SIZE_STEP)));
    else if (command === "closer") stage.zoom(ZOOM);
    else if (command === "farther") stage.zoom(1 / ZOOM);
    else if (command === "fit") stage.fit();
    else if (command === "forget") this.#forget();
    else if (command === "undo" || command === "redo") this.#settle(drawing.history[command](drawing.mask) !== null);
    else this.#settle(drawing.change(this.#changed(command)));
    this.#refresh();
  }

  #changed(command) {
    const { mask } = this.drawing;
    const step = Math.max(1, Math.round(Math.max(mask.width, mask.height) / 256));
    if (command === "invert") return inverted(mask);
    if (command === "grow") return grown(mask, step);
    if (command === "shrink") return grown(mask, -step);
    return blank(mask.width, mask.height).pixels;
  }

  slide(name, value) {
    if (name === "size") this.#resize(Math.round(this.#largest ** value));
    if (name === "opacity") chosen.opacity = value;
    if (name === "feather") {
      this.drawing.feather = value;
      this.#paint();
      this.#send();
    }
    this.#refresh();
  }

  #resize(size) {
    chosen.size = Math.min(this.#largest, Math.max(1, size));
    const { ring } = this.stage.marked;
    if (ring) this.stage.mark({ ring: { ...ring, size: chosen.size } });
  }

  // ---- Drawing

  #begin(point, subtract) {
    this.path = [point];
    this.value = subtract || chosen.tool === "eraser" ? KEEP : CHANGE;
    if (chosen.tool === "point") return;
    this.drawing.begin();
    if (STROKES.has(chosen.tool)) this.#stroke([point]);
  }

  #go(points) {
    if (!this.path) return;
    if (STROKES.has(chosen.tool)) this.#stroke(points);
    this.path.push(...points);
    const { mask } = this.drawing;
    if (FRAMES.has(chosen.tool)) this.stage.mark({ outline: corners(boxBetween(mask, this.path[0], this.path.at(-1))) });
    if (chosen.tool === "lasso") this.stage.mark({ outline: this.path });
  }

  #stroke(points) {
    const { drawing, stage } = this;
    let last = settled(this.path.at(-1), chosen.size);
    for (const point of points) {
      const next = settled(point, chosen.size);
      const box = drawLine(drawing.mask, last, next, chosen.size, this.value);
      drawing.touch(box);
      stage.paint(drawing.mask, box);
      last = next;
    }
  }

  #end(point) {
    if (!this.path) return;
    const { drawing, path, value } = this;
    this.path = null;
    this.stage.mark({ outline: null });
    if (chosen.tool === "point") return this.#askAt(point, value === CHANGE);
    const box = boxBetween(drawing.mask, path[0], point);
    if (chosen.tool === "frame") {
      drawing.abandon();
      this.#forget();
      if (box.left < box.right && box.top < box.bottom) this.#ask({ box }, value === CHANGE ? "add" : "subtract");
      return;
    }
    if (chosen.tool === "rectangle") drawing.touch(fillBox(drawing.mask, box, value));
    if (chosen.tool === "lasso") drawing.touch(fillOutline(drawing.mask, path, value));
    this.#settle(drawing.finish());
  }

  #abandon() {
    if (!this.path) return;
    this.path = null;
    this.stage.mark({ outline: null });
    if (!this.drawing.before) return;
    this.drawing.abandon();
    this.#paint();
  }

  // After an edit: what was clicked before no longer belongs to what is drawn.
  #settle(changed) {
    if (!changed) return;
    this.#forget();
    this.#paint();
    this.#send();
    this.#refresh();
  }

  // ---- Things that are found by clicks and frames, and masks from outside

  #askAt({ x, y }, add) {
    const { drawing } = this;
    if (x < 0 || y < 0 || x >= drawing.mask.width || y >= drawing.mask.height) return;
    // A first click that subtracts takes the whole thing away; a later one says what does not belong to the thing.
    drawing.prompt ??= { points: [], how: add ? "add" : "subtract", base: drawing.mask.pixels.slice(), asked: [] };
    const { points, how, asked } = drawing.prompt;
    points.push({ x, y, add: add || !points.length });
    this.stage.mark({ points });
    this.#ask({ points }, how);
    asked.push(this.asked);
  }

  #ask(where, how) {
    this.asked = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.root.classList.add("waiting");
    this.tell.trigger("asked", { picture: this.picture, id: this.asked, how, ...where });
  }

  #dismiss() {
    this.drawing.given.add(this.asked);
    this.root.classList.remove("waiting");
  }

  #forget() {
    this.#abandon();
    this.drawing.prompt = null;
    this.stage.mark({ points: [] });
  }

  // What was given is told of as taken, even if nobody wants it any more: whoever gave it waits for that.
  #receive(given) {
    const { drawing } = this;
    if (!drawing.given.has(given.id)) {
      this.taking = given.id;
      this.#take(given);
    } else if (drawing.taken !== given.id && this.taking !== given.id) {
      drawing.taken = given.id;
      this.#send();
    }
  }

  async #take({ id, how, mask }) {
    const { drawing, picture } = this;
    drawing.given.add(id);
    const found = await inflated(mask);
    if (found.length !== drawing.mask.pixels.length) throw new RangeError("a mask of another size was given");
    if (drawing.before) drawing.abandon();
    this.path = null;
    // The answer to a further click on the same thing takes the place of the answer before.
    const { prompt } = drawing;
    const refining = prompt?.asked.includes(id) ?? false;
    drawing.change(combined(refining ? prompt.base : drawing.mask.pixels, found, how));
    if (!refining) drawing.prompt = null;
    drawing.taken = id;
    if (picture !== this.picture) return;
    if (!refining) this.stage.mark({ points: [] });
    this.#paint();
    this.#send();
    this.#refresh();
  }

  // ---- What is shown and what is sent

  #paint() {
    this.stage.paint(this.drawing.faded);
    this.covered = coverage(this.drawing.mask);
  }

  #hover(at) {
    const size = chosen.size;
    const point = at && !this.held && STROKES.has(chosen.tool) ? settled(this.stage.pointAt(at), size) : null;
    this.stage.mark({ ring: point && { ...point, size } });
  }

  #hold(held) {
    this.held = held;
    if (held) this.stage.mark({ ring: null });
    this.#refresh();
  }

  get #largest() {
    return Math.max(2, Math.round(Math.max(this.drawing.mask.width, this.drawing.mask.height) / 3));
  }

  get #scale() {
    return `${Math.round(this.stage.scale * 100)}%`;
  }

  #refresh() {
    const { drawing, labels, stage } = this;
    const share = this.covered;
    stage.canvas.style.opacity = chosen.opacity;
    stage.view.dataset.cursor = this.held ? "grab" : STROKES.has(chosen.tool) ? "none" : "crosshair";
    this.controls.show({
      tool: chosen.tool,
      subtract: chosen.subtract,
      disabled: [
        ...(drawing.history.done.length ? [] : ["undo"]),
        ...(drawing.history.undone.length ? [] : ["redo"]),
        ...(share ? [] : ["clear", "grow", "shrink"]),
      ],
      scale: this.#scale,
      sliders: {
        size: { value: Math.log(chosen.size) / Math.log(this.#largest), shown: `${chosen.size}px` },
        feather: { value: drawing.feather, shown: `${drawing.feather}px` },
        opacity: { value: chosen.opacity, shown: `${Math.round(chosen.opacity * 100)}%` },
      },
      covers: share ? labels.covers.replace("{share}", `${(100 * share).toFixed(1)}%`) : labels.covers_nothing,
    });
  }

  // At once, so that whoever presses a button next has sent the mask before; steps that follow quickly go together.
  #send() {
    clearTimeout(this.sending);
    const order = ++this.sent;
    const rest = Math.max(0, this.lastSent + SETTLE - performance.now());
    this.sending = setTimeout(async () => {
      this.lastSent = performance.now();
      const { picture, drawing } = this;
      const { width, height, pixels } = drawing.faded;
      const mask = this.covered ? await deflated(pixels) : null;
      // What was drawn meanwhile is already on its way, and newer.
      if (order === this.sent) this.tell.state("mask", { picture, width, height, mask, taken: drawing.taken });
    }, rest);
  }

  close() {
    clearTimeout(this.sending);
    this.stage.sizes.disconnect();
  }
}

const editors = new WeakMap();

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".editor");
  const editor = editors.get(root) ?? new Editor(root);
  editors.set(root, editor);
  editor.update(data, { state: setStateValue, trigger: setTriggerValue });
  return () => editor.close();
}
