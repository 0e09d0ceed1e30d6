// What is selected is said once and heard by the picture and the article alike.
// The bundles are separate modules, so the memory is kept on the window.

const memory = (window[Symbol.for("tech-partnerships.focus")] ??= new Map());

/** Says what is selected on a channel; whoever joins later hears the last word. */
export function say(channel, focus) {
  memory.set(channel, focus);
  window.dispatchEvent(new CustomEvent("tech-partnerships:focus", { detail: channel }));
}

/** The last thing said on a channel. */
export function heard(channel) {
  return memory.get(channel) ?? {};
}

/** Calls `react` at once and at each change; returns how to stop. */
export function listen(channel, react) {
  const hear = (event) => {
    if (event.detail === channel) react(heard(channel));
  };
  window.addEventListener("tech-partnerships:focus", hear);
  react(heard(channel));
  return () => window.removeEventListener("tech-partnerships:focus", hear);
}

/** Asks the picture on a channel for a file of itself ("svg" or "png"). */
export function ask(channel, format) {
  window.dispatchEvent(
    new CustomEvent("tech-partnerships:save", { detail: { channel, format } }),
  );
}

/** Calls `save(format)` when somebody asks; returns how to stop. */
export function onAsk(channel, save) {
  const hear = ({ detail }) => {
    if (detail.channel === channel) save(detail.format);
  };
  window.addEventListener("tech-partnerships:save", hear);
  return () => window.removeEventListener("tech-partnerships:save", hear);
}
