// The article is for reading: a serif, wide lines, and nothing louder than the words.
export const CSS = `
:host { display: block; color: var(--st-text-color); font-family: var(--st-font, sans-serif); }
article { border: 1px solid var(--st-border-color, #ccd); border-radius: .75rem; overflow: hidden; }
header { padding: .9rem 1.1rem .2rem; }
h2 { font-size: 1.02rem; line-height: 1.35; margin: 0; font-weight: 600; overflow-wrap: anywhere; unicode-bidi: isolate; }
.about { font-size: .8rem; opacity: .85; margin: .3rem 0 .4rem; overflow-wrap: anywhere; }
.about a { margin-left: .5rem; color: var(--st-link-color, inherit); }
.text { overflow: auto; padding: .2rem 1.1rem 1rem; font-family: Georgia, "Source Serif 4", "Liberation Serif", serif;
  font-size: 1.02rem; line-height: 2.05; overflow-wrap: anywhere; position: relative; }
.text:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -3px; }
h3 { font-family: inherit; font-size: 1.12rem; line-height: 1.7; margin: .9rem 0 .2rem; font-weight: 600; }
p { margin: .25rem 0 .75rem; }
.none { color: var(--quiet, #6b7480); }
:host .none { color: color-mix(in srgb, var(--st-text-color) 62%, var(--st-background-color)); }
.some { cursor: pointer; background-repeat: no-repeat; background-size: 100% 1.6px; padding-bottom: 10px;
  border-radius: 2px; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.some:hover { background-color: color-mix(in srgb, var(--mark) 45%, transparent); }
.some.on { background-color: var(--mark); color: var(--mark-ink); }
.marker { font: 600 .68rem/1 var(--st-font, sans-serif); vertical-align: middle; margin: -6px 0;
  display: inline-block; min-width: 24px; min-height: 24px; padding: 0; border: 0; border-radius: .5rem; cursor: pointer;
  color: color-mix(in srgb, var(--st-text-color) 75%, var(--st-background-color)); background: transparent; }
.marker.alone:not(:focus-visible):not([aria-pressed="true"]) { position: absolute; clip-path: inset(50%); }
.marker:hover, .marker[aria-pressed="true"] { background: var(--st-text-color); color: var(--st-background-color); }
.marker:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
footer { border-top: 1px solid var(--st-border-color, #ccd); padding: .6rem 1.1rem; font-size: .86rem; }
footer:empty { display: none; }
summary { cursor: pointer; }
footer ul { margin: .5rem 0 .2rem; padding-left: 1.1rem; line-height: 1.5; max-height: 16rem; overflow: auto; }
`;
