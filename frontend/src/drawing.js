// The picture as a component of a page.
import { mounted } from "./dom.js";
import { Frame } from "./frame.js";
import { Picture } from "./network.js";

class Drawing extends Frame {
  constructor(root, data) {
    super(root, data, Picture);
  }
}

export default mounted(Drawing);
