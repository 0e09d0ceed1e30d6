// The map as a component of a page: a network of any size, drawn by sigma.
import { mounted } from "./dom.js";
import { Frame } from "./frame.js";
import { Atlas } from "./atlas.js";

class Chart extends Frame {
  constructor(root, data) {
    super(root, data, Atlas);
  }
}

export default mounted(Chart);
