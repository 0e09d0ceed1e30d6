export const CSS = `
:host { display: block; color: var(--st-text-color); font-family: var(--st-font, sans-serif); }
.frame { border: 1px solid var(--st-border-color, #ccd); border-radius: .75rem; overflow: hidden; }
.text { overflow: auto; padding: .7rem 1.1rem 1rem; font-family: Georgia, "Source Serif 4", "Liberation Serif", serif;
  font-size: 1.02rem; line-height: 1.75; overflow-wrap: anywhere; user-select: none; cursor: text; touch-action: pan-y; }
.text:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -3px; }
p { margin: .2rem 0 .7rem; white-space: pre-wrap; unicode-bidi: plaintext; }
.said { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 4px;
  text-decoration-color: color-mix(in srgb, var(--st-text-color) 45%, var(--st-background-color)); }
.on { background: var(--mark); color: var(--mark-ink); }
.hint { font-size: .8rem; margin: 0; padding: .5rem 1.1rem; border-top: 1px solid var(--st-border-color, #ccd);
  color: color-mix(in srgb, var(--st-text-color) 78%, var(--st-background-color)); }
kbd { font: inherit; font-weight: 600; border: 1px solid var(--st-border-color, #ccd); border-radius: .25rem; padding: 0 .25rem; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
