// Two buttons that ask the picture for a file of itself.
import { ask } from "./channel.js";
import { element, keepKeys, sheet } from "./dom.js";

const CSS = `
:host { display: block; }
div { display: flex; gap: .5rem; flex-wrap: wrap; }
button { font: inherit; font-family: var(--st-font, sans-serif); color: var(--st-text-color);
  background: transparent; border: 1px solid var(--st-border-color); border-radius: .5rem;
  padding: .35rem .8rem; min-height: 2.5rem; cursor: pointer; flex: 1; }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }`;

const made = new WeakSet();

export default function save({ data, parentElement }) {
  if (!made.has(parentElement)) {
    made.add(parentElement);
    const button = (format, label) =>
      element("button", { type: "button", onclick: () => ask(data.channel, format) }, label);
    parentElement.append(
      sheet(CSS),
      element("div", {}, button("png", "Picture (PNG)"), button("svg", "Picture (SVG)")),
    );
    keepKeys(parentElement);
  }
  return () => made.delete(parentElement);
}
