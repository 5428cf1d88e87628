// Where a picture lies in the window onto it: a point p of the picture is shown at p × scale + (x, y). Sizes are
// {width, height}; nothing here knows of the screen but its size.

const CLOSEST = 24; // screen pixels for one of the picture

export const fitting = (picture, view) => {
  const scale = Math.min(view.width / picture.width, view.height / picture.height);
  return placed({ x: 0, y: 0, scale }, picture, view);
};

// A window that the picture is smaller than has it in its middle; in a smaller one no side can be dragged inside.
export const placed = ({ x, y, scale }, picture, view) => {
  const along = (offset, length, room) =>
    length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, offset));
  return {
    x: along(x, picture.width * scale, view.width),
    y: along(y, picture.height * scale, view.height),
    scale,
  };
};

export const toPicture = (viewport, at) => ({
  x: (at.x - viewport.x) / viewport.scale,
  y: (at.y - viewport.y) / viewport.scale,
});

export const toScreen = (viewport, point) => ({
  x: point.x * viewport.scale + viewport.x,
  y: point.y * viewport.scale + viewport.y,
});

// Zoom so that what lies under a point of the screen stays there.
export const zoomed = (viewport, factor, at, picture, view) => {
  const least = fitting(picture, view).scale;
  const scale = Math.min(Math.max(CLOSEST, least), Math.max(least, viewport.scale * factor));
  const point = toPicture(viewport, at);
  return placed({ x: at.x - point.x * scale, y: at.y - point.y * scale, scale }, picture, view);
};

export const panned = (viewport, by, picture, view) =>
  placed({ ...viewport, x: viewport.x + by.x, y: viewport.y + by.y }, picture, view);
