// What a picture was made from, and what was made from it: two trees of small pictures, each of which can be opened.
export default function ({ data, parentElement, setTriggerValue }) {
  const element = (tag, className, ...parts) => {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...parts);
    return made;
  };

  const words = (one) => element("span", "", one.words, element("small", "", one.note));

  const relative = (one) => {
    if (!one.id) return element("div", "relative gone", element("i", ""), words(one));
    const shown = element("img", "");
    shown.src = one.src;
    shown.alt = "";
    shown.loading = "lazy";
    const button = element("button", "relative", shown, words(one));
    button.type = "button";
    button.onclick = () => setTriggerValue("opened", one.id);
    return button;
  };

  const tree = (relatives) =>
    element("ul", "", ...relatives.map((one) =>
      element("li", "", relative(one), ...(one.further.length ? [tree(one.further)] : []))));

  const parts = data.trees.filter((one) => one.relatives.length)
    .flatMap((one) => [element("h4", "", one.heading), tree(one.relatives)]);
  parentElement.querySelector(".family").replaceChildren(...parts);
}
