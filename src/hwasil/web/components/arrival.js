// Brings the place of a result into sight when it was asked for: on a phone it lies below everything that is asked. What
// is shown there grows while it comes, so that the place is looked after for a moment; whoever moves the page has it.
const MARGIN = "4.5rem"; // what Streamlit lays over the top of a page
const LOW = 0.5; // of the window: what begins further down is not seen at a glance
const AGAIN = 200; // milliseconds between two looks,
const LOOKS = 12; // and how many there are
const BY_HAND = ["wheel", "touchmove", "pointerdown", "keydown"];
let arrived;

export default function ({ data, parentElement }) {
  const now = `${data.asked} ${data.over}`;
  if (now === arrived) return;
  arrived = now;
  const place = parentElement.getRootNode().host ?? parentElement;
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  place.style.scrollMarginTop = MARGIN;
  let left = LOOKS;
  const leave = () => {
    left = 0;
    for (const kind of BY_HAND) window.removeEventListener(kind, leave, true);
  };
  for (const kind of BY_HAND) window.addEventListener(kind, leave, { capture: true, passive: true });
  const look = () => {
    if (left-- <= 0 || !place.isConnected) return leave();
    const top = place.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight * LOW) place.scrollIntoView({ behavior, block: "start" });
    setTimeout(look, AGAIN);
  };
  look();
}
