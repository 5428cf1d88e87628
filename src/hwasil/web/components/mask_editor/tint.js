// The color of a mask: one that stands out against the picture it lies over.
const USUAL = [255, 45, 95];
const AGAINST_REDS = [0, 205, 255];
const LEADS = 1.4; // how much redder than green and blue what is taken for red is,
const LEAST = 70; // of 255: darker than that no color is seen,
const MANY = 0.06; // and how much of a picture has to be so
const SIDE = 48; // pixels of the small copy that is looked at

// Choose for pixels of red, green, blue and alpha, as a canvas gives them.
export const tintFor = (pixels) => {
  let reds = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, green, blue] = [pixels[at], pixels[at + 1], pixels[at + 2]];
    if (red >= LEAST && red > LEADS * Math.max(green, blue)) reds += 4;
  }
  return reds > MANY * pixels.length ? AGAINST_REDS : USUAL;
};

// Choose for a picture that is loaded.
export const tintOf = (picture) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, SIDE, SIDE);
  return tintFor(context.getImageData(0, 0, SIDE, SIDE).data);
};
