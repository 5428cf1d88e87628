// Painting on a mask: one byte a pixel, row after row; 255 = change, 0 = keep. Nothing here knows of a screen.
//
// A pixel is painted when its centre lies inside the shape. A canvas would blur every edge, and browsers that guard
// against fingerprinting answer with noise when it is read; bytes of our own are exact everywhere.
//
// Points are {x, y} in pixels of the mask. A box is {left, top, right, bottom}; right and bottom lie just outside it.

export const CHANGE = 255;
export const KEEP = 0;

export const blank = (width, height) => ({ width, height, pixels: new Uint8Array(width * height) });

export const whole = (mask) => ({ left: 0, top: 0, right: mask.width, bottom: mask.height });

export const joined = (one, other) =>
  one && {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  } || other;

const within = (mask, { left, top, right, bottom }) => ({
  left: Math.min(mask.width, Math.max(0, left)),
  top: Math.min(mask.height, Math.max(0, top)),
  right: Math.min(mask.width, Math.max(0, right)),
  bottom: Math.min(mask.height, Math.max(0, bottom)),
});

// The first pixel whose centre lies at or beyond a coordinate: what begins and ends every stretch of pixels.
const firstFrom = (coordinate) => Math.ceil(coordinate - 0.5);

const fillRow = (mask, y, from, to, value) => {
  const left = Math.max(0, firstFrom(from));
  const right = Math.min(mask.width, firstFrom(to));
  if (left < right) mask.pixels.fill(value, y * mask.width + left, y * mask.width + right);
};

// A brush of an odd size sits on the middle of a pixel, one of an even size between two: so its dot is symmetric, and
// exactly as wide as it says.
export const settled = ({ x, y }, size) =>
  size % 2 ? { x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 } : { x: Math.round(x), y: Math.round(y) };

// Draw a line with round ends and return the box it lies in. The same point twice is a dot.
export const drawLine = (mask, from, to, size, value) => {
  const radius = size / 2;
  const box = within(mask, {
    left: firstFrom(Math.min(from.x, to.x) - radius),
    top: firstFrom(Math.min(from.y, to.y) - radius),
    right: firstFrom(Math.max(from.x, to.x) + radius),
    bottom: firstFrom(Math.max(from.y, to.y) + radius),
  });
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const aside = length ? { x: ((from.y - to.y) / length) * radius, y: ((to.x - from.x) / length) * radius } : null;
  for (let y = box.top; y < box.bottom; y++) {
    // The shape is convex: what a row has of it reaches from the leftmost to the rightmost place where the row meets
    // one of the two round ends or one of the two sides.
    const middle = y + 0.5;
    let [left, right] = [Infinity, -Infinity];
    const meet = (x) => {
      left = Math.min(left, x);
      right = Math.max(right, x);
    };
    for (const end of [from, to]) {
      const rise = middle - end.y;
      if (Math.abs(rise) > radius) continue;
      const reach = Math.sqrt(radius * radius - rise * rise);
      meet(end.x - reach);
      meet(end.x + reach);
    }
    for (const side of aside && from.y !== to.y ? [1, -1] : []) {
      const share = (middle - from.y - side * aside.y) / (to.y - from.y);
      if (share >= 0 && share <= 1) meet(from.x + side * aside.x + share * (to.x - from.x));
    }
    if (left <= right) fillRow(mask, y, left, right, value);
  }
  return box;
};

// The box between two corners, on whole pixels, cut to the mask.
export const boxBetween = (mask, one, other) =>
  within(mask, {
    left: Math.round(Math.min(one.x, other.x)),
    top: Math.round(Math.min(one.y, other.y)),
    right: Math.round(Math.max(one.x, other.x)),
    bottom: Math.round(Math.max(one.y, other.y)),
  });

export const fillBox = (mask, box, value) => {
  for (let y = box.top; y < box.bottom; y++) {
    mask.pixels.fill(value, y * mask.width + box.left, y * mask.width + box.right);
  }
  return box;
};

// Fill an outline, closed from its last point to its first, and return the box it lies in. Where it crosses itself
// everything it goes around is inside (the nonzero winding rule): a loop drawn twice over has no hole.
export const fillOutline = (mask, points, value) => {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const box = within(mask, {
    left: firstFrom(least(xs)),
    top: firstFrom(least(ys)),
    right: firstFrom(most(xs)),
    bottom: firstFrom(most(ys)),
  });
  const crossings = Array.from({ length: Math.max(0, box.bottom - box.top) }, () => []);
  points.forEach((from, place) => {
    const to = points[(place + 1) % points.length];
    const [upper, lower, turn] = from.y < to.y ? [from, to, 1] : [to, from, -1];
    const slope = (lower.x - upper.x) / (lower.y - upper.y);
    const bottom = Math.min(box.bottom, firstFrom(lower.y));
    for (let y = Math.max(box.top, firstFrom(upper.y)); y < bottom; y++) {
      crossings[y - box.top].push({ x: upper.x + (y + 0.5 - upper.y) * slope, turn });
    }
  });
  crossings.forEach((row, place) => {
    let [winding, start] = [0, 0];
    for (const { x, turn } of row.sort((one, other) => one.x - other.x)) {
      if (winding === 0) start = x;
      winding += turn;
      if (winding === 0) fillRow(mask, box.top + place, start, x, value);
    }
  });
  return box;
};

// Not Math.min(...numbers): a long outline has more points than a call may have arguments.
const least = (numbers) => numbers.reduce((one, other) => Math.min(one, other), Infinity);
const most = (numbers) => numbers.reduce((one, other) => Math.max(one, other), -Infinity);
