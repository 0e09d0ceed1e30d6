// Builds elements from text only: nothing from a source is ever parsed as HTML.

/** An element with attributes and children; strings become text nodes. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** An SVG element, in the same way. */
export function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A style element; the component's own, inside its shadow root. */
export function sheet(css) {
  return element("style", {}, css);
}

/** Keys typed here are ours: Streamlit would open its own dialogs for some. */
export function keepKeys(root) {
  root.addEventListener("keydown", (event) => event.stopPropagation());
}

/**
 * A component as Streamlit calls it: made once in its place, updated at every call, and gone when
 * its place goes. `Kind` has `update(data, trigger, state)` and, if it holds something, `leave()`.
 */
export function mounted(Kind) {
  const made = new WeakMap();
  return ({ data, parentElement, setTriggerValue, setStateValue }) => {
    let own = made.get(parentElement);
    if (!own) {
      own = new Kind(parentElement, data);
      made.set(parentElement, own);
    }
    own.update(data, setTriggerValue, setStateValue);
    return () => {
      made.get(parentElement)?.leave?.();
      made.delete(parentElement);
      parentElement.replaceChildren();
    };
  };
}

/** Hands the browser a file. */
export function download(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
