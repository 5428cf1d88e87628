// The mask of one picture with all that was done to it. Drawings outlive the page: whoever goes to another page and
// comes back finds theirs, with its history.

import { History } from "./history.js";
import { blank, joined, whole } from "./raster.js";
import { feathered } from "./region.js";

const KEPT = 6; // drawings; a large one takes some 50 MB with what is shown of it

export class Drawing {
  constructor(width, height) {
    this.mask = blank(width, height);
    this.history = new History();
    this.feather = 0;
    this.given = new Set(); // ids of the masks that came from outside, each put in once
    this.taken = null; // the latest of them that is in
    this.before = null; // the pixels as a stroke that is under way found them
    this.touched = null;
    this.prompt = null; // clicks on one thing: {points, how, base}
  }

  // What is shown and sent.
  get faded() {
    return { ...this.mask, pixels: feathered(this.mask, this.feather) };
  }

  begin() {
    this.before = this.mask.pixels.slice();
    this.touched = null;
  }

  touch(box) {
    this.touched = joined(this.touched, box);
  }

  // End what was begun; whether it has changed anything.
  finish() {
    const before = { ...this.mask, pixels: this.before };
    this.before = null;
    return this.touched !== null && this.history.record(before, this.mask, this.touched);
  }

  abandon() {
    this.mask.pixels.set(this.before);
    this.before = null;
  }

  // Put new pixels in place of all, as one step.
  change(pixels) {
    this.begin();
    this.mask.pixels.set(pixels);
    this.touch(whole(this.mask));
    return this.finish();
  }
}

const remembered = new Map();

export const drawingOf = (picture, width, height) => {
  const drawing = remembered.get(picture) ?? new Drawing(width, height);
  remembered.delete(picture);
  remembered.set(picture, drawing); // the latest last
  if (remembered.size > KEPT) remembered.delete(remembered.keys().next().value);
  return drawing;
};
