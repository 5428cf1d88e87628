// Names and what is said of each. Everything is text: the words of people and models among it become nothing else.
export default function ({ data, parentElement }) {
  const part = (tag, words) => {
    const made = document.createElement(tag);
    made.textContent = words;
    return made;
  };
  const rows = data.rows.flatMap(([name, words]) => [part("dt", name), part("dd", words)]);
  parentElement.querySelector(".facts").replaceChildren(...rows);
}
