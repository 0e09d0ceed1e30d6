// Says that the app does not answer, and that it does again.
import { element } from "./dom.js";

const STATE = "data-test-connection-state";
const MOMENT = 1500; // a connection that is back by then was never missed
const READ = 6000;

export class Connection {
  constructor() {
    this.words = element("p", { class: "connection", role: "status", hidden: true });
    document.body.append(this.words);
    this.look = () => this.now();
    this.app = document.querySelector("[data-testid=stApp]");
    this.observer = new MutationObserver(this.look);
    if (this.app) this.observer.observe(this.app, { attributes: true, attributeFilter: [STATE] });
    for (const name of ["online", "offline"]) addEventListener(name, this.look);
  }

  now() {
    const there = navigator.onLine !== false && this.app.getAttribute(STATE) === "CONNECTED";
    if (there === !this.lost) return;
    this.lost = !there;
    clearTimeout(this.timer);
    if (!there) this.timer = setTimeout(() => this.missing(), MOMENT);
    else if (!this.words.hidden) this.back();
  }

  missing() {
    const writing = document.querySelector(".st-key-add-form");
    this.say("lost", "The app does not answer. If it was closed, start it again: this page then continues by itself."
      + (writing ? " The statement that you are writing is kept in this browser." : ""));
  }

  /** Streamlit's own words on it, which ask for the internet, stand in the way of what was written. */
  alone() {
    if (this.lost) document.querySelector("[data-testid=stDialog] button[aria-label=Close]")?.click();
  }

  back() {
    this.say("back", "The app answers again.");
    this.timer = setTimeout(() => { this.words.hidden = true; }, READ);
  }

  say(state, words) {
    this.words.dataset.state = state;
    this.words.textContent = words;
    this.words.hidden = false;
  }

  leave() {
    clearTimeout(this.timer);
    this.observer.disconnect();
    for (const name of ["online", "offline"]) removeEventListener(name, this.look);
    this.words.remove();
  }
}
