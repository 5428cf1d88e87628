// Mouse, pen and fingers, made into drawing, panning and zooming. Places are in screen pixels of the view.
//
// One pointer draws; with the middle button, or while the space bar is held, it pans. A second finger ends what the
// first began, and both pan and zoom together.

const WHEEL = 0.0022; // of the natural logarithm of the scale, for a pixel of wheel travel
const LINE = 16; // pixels, for wheels that count in lines

const between = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
const apart = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

export const watch = (view, hooks) => {
  const down = new Map();
  let doing = null;

  const at = (event) => {
    const { left, top } = view.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  view.onpointerdown = (event) => {
    if (event.button > 1 || down.size === 2) return;
    event.preventDefault();
    view.setPointerCapture(event.pointerId);
    down.set(event.pointerId, at(event));
    hooks.focus();
    if (down.size === 2) {
      if (doing === "draw") hooks.abandon();
      doing = "pinch";
    } else {
      doing = event.button === 1 || hooks.panning() ? "pan" : "draw";
      if (doing === "draw") hooks.begin(at(event), event);
    }
  };

  const pinch = (id, now) => {
    const other = [...down].find(([one]) => one !== id)?.[1];
    if (!other) return;
    const last = down.get(id);
    const [was, is] = [between(last, other), between(now, other)];
    hooks.pan({ x: is.x - was.x, y: is.y - was.y });
    hooks.zoom(apart(now, other) / Math.max(1, apart(last, other)), is);
  };

  view.onpointermove = (event) => {
    const now = at(event);
    hooks.hover(event.pointerType === "touch" ? null : now);
    const last = down.get(event.pointerId);
    if (!last) return;
    if (doing === "draw") {
      // Everything the pointer passed since the last event, of which a browser tells only once a frame.
      const passed = event.getCoalescedEvents();
      hooks.go((passed.length ? passed : [event]).map(at));
    } else if (doing === "pan") {
      hooks.pan({ x: now.x - last.x, y: now.y - last.y });
    } else {
      pinch(event.pointerId, now);
    }
    down.set(event.pointerId, now);
  };

  const lift = (event) => {
    if (!down.delete(event.pointerId)) return;
    if (doing === "draw") event.type === "pointerup" ? hooks.end(at(event)) : hooks.abandon();
    if (doing === "draw" || !down.size) doing = null; // the finger that a pinch leaves behind does not draw
  };
  view.onpointerup = lift;
  view.onpointercancel = lift;
  view.onpointerleave = () => hooks.hover(null);

  // A pinch on a touchpad comes as a wheel with Ctrl. A plain wheel scrolls the page, unless there is more to see here.
  view.onwheel = (event) => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      hooks.zoom(Math.exp(-event.deltaY * unit * WHEEL), at(event));
    } else if (hooks.zoomedIn()) {
      event.preventDefault();
      const sideways = event.shiftKey && !event.deltaX;
      hooks.pan({ x: -unit * (sideways ? event.deltaY : event.deltaX), y: sideways ? 0 : -unit * event.deltaY });
    }
  };
};
