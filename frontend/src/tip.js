// Words on what is pointed at: beside it, never over it, and gone with the click.
import { element } from "./dom.js";

const MOMENT = 350;

export class Tip {
  constructor(container, network) {
    Object.assign(this, { container, network });
    this.box = element("div", { class: "tip", hidden: true });
    container.append(this.box);
  }

  hide() {
    clearTimeout(this.waiting);
    this.box.hidden = true;
  }

  /** After a moment, says what a name or the line under the pointer is. */
  later(title, node, pointer) {
    this.hide();
    if (title) this.waiting = setTimeout(() => this.show(title, node, pointer.DOM), MOMENT);
  }

  /** Below a name or the pointer, else above. */
  show(title, node, { x, y }) {
    this.box.textContent = title;
    this.box.hidden = false;
    let [top, bottom] = [y - 14, y + 18];
    if (node !== null && node !== undefined) {
      const box = this.network.getBoundingBox(node);
      top = this.network.canvasToDOM({ x: 0, y: box.top }).y - 8;
      bottom = this.network.canvasToDOM({ x: 0, y: box.bottom }).y + 8;
    }
    const { offsetWidth: wide, offsetHeight: high } = this.box;
    const { clientWidth, clientHeight } = this.container;
    const above = bottom + high > clientHeight && top - high >= 0;
    this.box.style.left = `${Math.max(4, Math.min(x - wide / 2, clientWidth - wide - 4))}px`;
    this.box.style.top = `${above ? top - high : bottom}px`;
  }
}
