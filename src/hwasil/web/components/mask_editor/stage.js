// What is seen: the picture, the mask over it, and the marks of what is being drawn.

import { whole } from "./raster.js";
import { tintFor, tintOf } from "./tint.js";
import { fitting, panned, placed, toPicture, toScreen, zoomed } from "./viewport.js";

const SVG = "http://www.w3.org/2000/svg";
const PIXELS_SHOW = 3; // from this scale on pixels are shown as squares

export class Stage {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    [this.view, this.stage, this.picture, this.canvas] = [".view", ".stage", ".picture", ".mask"].map(find);
    this.outlines = root.querySelectorAll(".outline");
    this.rings = root.querySelectorAll(".ring");
    this.points = find(".points");
    this.moved = () => {}; // told whenever the window onto the picture has changed,
    this.tinted = () => {}; // and whenever a mask gets another color
    this.marked = { outline: null, ring: null, points: [] };
    this.viewport = { x: 0, y: 0, scale: 1 };
    this.fitted = true;
    this.tint = tintFor([]);
    this.sizes = new ResizeObserver(() => this.#look(this.fitted ? null : this.viewport));
    this.sizes.observe(this.view);
  }

  show({ src, alt, width, height }) {
    this.size = { width, height };
    this.view.style.aspectRatio = `${width} / ${height}`;
    this.stage.style.width = `${width}px`;
    this.stage.style.height = `${height}px`;
    [this.canvas.width, this.canvas.height] = [width, height];
    this.context = this.canvas.getContext("2d");
    this.picture.onload = () => this.#tint();
    this.picture.src = src;
    this.picture.alt = alt;
    this.#look(null);
  }

  get room() {
    return { width: this.view.clientWidth || 1, height: this.view.clientHeight || 1 };
  }

  get scale() {
    return this.viewport.scale;
  }

  pointAt(at) {
    return toPicture(this.viewport, at);
  }

  fit() {
    this.#look(null);
  }

  zoom(factor, at = { x: this.room.width / 2, y: this.room.height / 2 }) {
    this.#look(zoomed(this.viewport, factor, at, this.size, this.room));
  }

  pan(by) {
    this.#look(panned(this.viewport, by, this.size, this.room));
  }

  // Look through another window; null is the one that shows the whole picture.
  #look(viewport) {
    if (!this.size || !this.view.clientWidth) return; // not on show
    const fit = fitting(this.size, this.room);
    this.viewport = viewport ? placed(viewport, this.size, this.room) : fit;
    this.fitted = this.viewport.scale <= fit.scale;
    const { x, y, scale } = this.viewport;
    this.stage.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.stage.classList.toggle("close", scale >= PIXELS_SHOW);
    this.mark({});
    this.moved();
  }

  #tint() {
    const before = String(this.tint);
    this.tint = tintOf(this.picture);
    if (String(this.tint) !== before) this.tinted();
  }

  // Draw a box of a mask. The canvas holds the strength as alpha; how strongly the whole shines through is its style.
  paint(mask, box = whole(mask)) {
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    if (width <= 0 || height <= 0) return;
    const image = this.context.createImageData(width, height);
    const [red, green, blue] = this.tint;
    const color = (blue << 16) | (green << 8) | red;
    const colors = new Uint32Array(image.data.buffer);
    for (let row = 0; row < height; row++) {
      const start = (box.top + row) * mask.width + box.left;
      for (let x = 0; x < width; x++) colors[row * width + x] = color | (mask.pixels[start + x] << 24);
    }
    this.context.putImageData(image, box.left, box.top);
  }

  // Change the marks over the picture, all in its pixels: an outline that is being drawn, the ring of the brush
  // ({x, y, size}), and the points that were clicked. null takes one away; what is not named stays.
  mark(changed) {
    Object.assign(this.marked, changed);
    const { outline, ring, points } = this.marked;
    const shown = (outline ?? []).map((point) => toScreen(this.viewport, point));
    const path = shown.length ? `M${shown.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z` : "";
    for (const line of this.outlines) line.setAttribute("d", path);
    const middle = ring && toScreen(this.viewport, ring);
    for (const circle of this.rings) {
      circle.setAttribute("cx", middle ? middle.x : 0);
      circle.setAttribute("cy", middle ? middle.y : 0);
      circle.setAttribute("r", middle ? (ring.size / 2) * this.scale : 0);
      circle.style.display = middle ? "" : "none";
    }
    this.points.replaceChildren(...points.map((point) => {
      const dot = document.createElementNS(SVG, "circle");
      const { x, y } = toScreen(this.viewport, point);
      Object.entries({ cx: x, cy: y, r: 6 }).forEach(([name, value]) => dot.setAttribute(name, value));
      dot.classList.toggle("off", !point.add);
      return dot;
    }));
  }
}
