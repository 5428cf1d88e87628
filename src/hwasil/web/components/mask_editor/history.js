// What was done to a mask, to be undone. A step keeps the pixels of the box it changed, as runs of equal ones: even
// steps that touch the whole of a large mask are small.

const LONGEST = 0xffffff; // a run's length and its value share 32 bits

export const packed = (mask, box) => {
  const runs = [];
  let [length, last] = [0, 0];
  for (let y = box.top; y < box.bottom; y++) {
    for (let place = y * mask.width + box.left; place < y * mask.width + box.right; place++) {
      const value = mask.pixels[place];
      if (length && (value !== last || length === LONGEST)) {
        runs.push(length * 256 + last);
        length = 0;
      }
      last = value;
      length += 1;
    }
  }
  if (length) runs.push(length * 256 + last);
  return { box, runs: Uint32Array.from(runs) };
};

// Put the pixels of a step back into a mask.
export const restore = (mask, { box, runs }) => {
  let [x, y] = [box.left, box.top];
  for (const run of runs) {
    let length = run >>> 8;
    while (length) {
      const stretch = Math.min(length, box.right - x);
      const start = y * mask.width + x;
      mask.pixels.fill(run & 255, start, start + stretch);
      length -= stretch;
      x += stretch;
      if (x === box.right) [x, y] = [box.left, y + 1];
    }
  }
};

const same = (one, other) =>
  one.runs.length === other.runs.length && one.runs.every((run, place) => run === other.runs[place]);

export class History {
  constructor(depth = 60) {
    this.depth = depth;
    this.done = [];
    this.undone = [];
  }

  // Remember how a box looked before it was changed into what `mask` holds; whether anything has changed at all.
  record(before, mask, box) {
    const step = packed(before, box);
    if (same(step, packed(mask, box))) return false;
    this.done.push(step);
    if (this.done.length > this.depth) this.done.shift();
    this.undone = [];
    return true;
  }

  // Both return the box that has changed, or null when there is nothing to go back or forward to.
  undo(mask) {
    return this.#exchange(mask, this.done, this.undone);
  }

  redo(mask) {
    return this.#exchange(mask, this.undone, this.done);
  }

  #exchange(mask, from, to) {
    const step = from.pop();
    if (!step) return null;
    to.push(packed(mask, step.box));
    restore(mask, step);
    return step.box;
  }
}
