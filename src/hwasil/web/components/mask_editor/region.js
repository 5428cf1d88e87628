// What can be done to a mask as a whole. Each returns new pixels and leaves the mask as it is.

import { CHANGE, KEEP } from "./raster.js";

export const inverted = ({ pixels }) => pixels.map((value) => CHANGE - value);

// Lay a found mask over pixels: in their place, added to them, or taken away from them.
export const combined = (pixels, found, how) => {
  if (how === "replace") return found;
  const pick = how === "add" ? Math.max : (here, there) => Math.min(here, CHANGE - there);
  return pixels.map((value, place) => pick(value, found[place]));
};

// Widen the region by so many pixels on every side; a negative number narrows it. Steps to four neighbors and to
// eight take turns, so that a dot grows into an octagon, which is nearly a disc.
export const grown = (mask, radius) => {
  if (radius < 0) {
    const kept = { ...mask, pixels: inverted(mask) };
    return inverted({ pixels: grown(kept, -radius) });
  }
  let { pixels } = mask;
  for (let step = 0; step < radius; step++) pixels = widened(pixels, mask.width, mask.height, step % 2 === 1);
  return pixels;
};

const widened = (pixels, width, height, diagonally) => {
  const across = new Uint8Array(pixels.length);
  for (let start = 0; start < pixels.length; start += width) {
    for (let x = 0; x < width; x++) {
      const place = start + x;
      across[place] = Math.max(pixels[place], x ? pixels[place - 1] : 0, x < width - 1 ? pixels[place + 1] : 0);
    }
  }
  const near = diagonally ? across : pixels;
  const wide = new Uint8Array(pixels.length);
  for (let place = 0; place < pixels.length; place++) {
    const above = place >= width ? near[place - width] : 0;
    const below = place < pixels.length - width ? near[place + width] : 0;
    wide[place] = Math.max(across[place], above, below);
  }
  return wide;
};

// Fade the region in over so many pixels, from its edge inwards: `Mask.feathered` of hwasil.core.mask, to the byte for
// a mask of 0 and 255. What was kept stays kept, and nothing of the region is lost.
export const feathered = (mask, radius) => {
  if (radius <= 1) return mask.pixels;
  const depths = depthsOf(mask);
  return mask.pixels.map((value, place) =>
    value === KEEP ? KEEP : Math.max(1, Math.floor((value * Math.min(depths[place], radius)) / radius)));
};

// How many steps, to any of eight neighbors, each pixel is away from one that is kept: the chessboard distance, in two
// sweeps (Rosenfeld and Pfaltz, "Sequential operations in digital picture processing", 1966). The region goes on
// beyond the picture's rim.
const depthsOf = ({ width, height, pixels }) => {
  const [far, stride] = [0xffff, width + 2];
  const depths = new Uint16Array(stride * (height + 2)).fill(far);
  const sweep = (from, to, step, neighbors) => {
    for (let y = from; y !== to; y += step) {
      for (let column = 0; column < width; column++) {
        const x = step > 0 ? column : width - 1 - column;
        const place = (y + 1) * stride + x + 1;
        if (pixels[y * width + x] === KEEP) depths[place] = 0;
        for (const neighbor of neighbors) {
          if (depths[place + neighbor] < depths[place]) depths[place] = depths[place + neighbor] + 1;
        }
      }
    }
  };
  sweep(0, height, 1, [-1, -stride - 1, -stride, -stride + 1]);
  sweep(height - 1, -1, -1, [1, stride + 1, stride, stride - 1]);
  const inside = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (y + 1) * stride + 1;
    inside.set(depths.subarray(start, start + width), y * width);
  }
  return inside;
};

// How much of the picture changes, 0 to 1.
export const coverage = ({ pixels }) => {
  let sum = 0;
  for (const value of pixels) sum += value;
  return sum / (CHANGE * pixels.length);
};
