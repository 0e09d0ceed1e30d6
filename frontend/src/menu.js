// The menu of a narrow screen: named so, and closed again after a choice; and, as this is on every
// page, the words on a lost connection, and quiet over what a chart draws without a name.
import { Connection } from "./connection.js";
import { mounted } from "./dom.js";

const NARROW = matchMedia("(max-width: 768px)");
const UNNAMED = "[data-testid=stVegaLiteChart] svg [role]:not([aria-label]):not([aria-hidden])";
const found = (id) => document.querySelector(`[data-testid=${id}]`);

class Menu {
  constructor() {
    this.connection = new Connection();
    this.chosen = ({ target }) => {
      if (target instanceof Element && target.closest("[data-testid=stSidebarNavLink]")) setTimeout(() => this.close());
    };
    document.addEventListener("click", this.chosen);
    this.observer = new MutationObserver(() => {
      this.name();
      this.quiet();
      this.connection.alone();
    });
    this.observer.observe(document.body, { childList: true, subtree: true });
    this.name();
    this.quiet();
    this.close();
  }

  name() {
    const button = found("stExpandSidebarButton");
    if (button && button.getAttribute("aria-label") !== "Menu") button.setAttribute("aria-label", "Menu");
  }

  /** Bars and brushes of a chart that have no name are for the eye; the table has their content. */
  quiet() {
    for (const mark of document.querySelectorAll(UNNAMED)) mark.setAttribute("aria-hidden", "true");
  }

  close() {
    const open = found("stSidebar")?.getAttribute("aria-expanded") === "true" || found("stSidebar")?.dataset.collapsed === "false";
    if (NARROW.matches && open) found("stSidebarCollapseButton")?.querySelector("button")?.click();
  }

  update() {}

  leave() {
    this.connection.leave();
    document.removeEventListener("click", this.chosen);
    this.observer.disconnect();
  }
}

export default mounted(Menu);
