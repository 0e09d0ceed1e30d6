// What a canvas cannot take from a style sheet: the colours of the page's theme.

function channels(color) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = color || "#ffffff";
  probe.fillRect(0, 0, 1, 1);
  return probe.getImageData(0, 0, 1, 1).data;
}

/** "dark" or "light", judged by the background the element stands on. */
export function scheme(element) {
  const host = element.host ?? element;
  const styles = getComputedStyle(host);
  const background = styles.getPropertyValue("--st-background-color").trim();
  const [red, green, blue] = channels(background);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
}

/** The page's own font, so that the canvas does not look foreign. */
export function font(element) {
  const host = element.host ?? element;
  const named = getComputedStyle(host).getPropertyValue("--st-font").trim();
  return named || "system-ui, sans-serif";
}

/** Calls `changed` whenever the page switches between light and dark; returns how to stop. */
export function watch(element, changed) {
  let last = scheme(element);
  const look = () => {
    const now = scheme(element);
    if (now !== last) {
      last = now;
      changed(now);
    }
  };
  const observer = new MutationObserver(look);
  const options = { attributes: true, attributeFilter: ["style", "class", "data-theme"] };
  for (let node = element.host ?? element; node instanceof Element; node = node.parentElement) {
    observer.observe(node, options);
  }
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", look);
  const timer = setInterval(look, 1000);
  return () => {
    observer.disconnect();
    media.removeEventListener("change", look);
    clearInterval(timer);
  };
}
