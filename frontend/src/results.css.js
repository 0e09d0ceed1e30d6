export const CSS = `
:host { display: block; font-family: var(--st-font, sans-serif); color: var(--st-text-color); }
.scroll { overflow-x: auto; container-type: inline-size; border: 1px solid var(--st-border-color, #ccd); border-radius: .6rem; }
.scroll:focus-visible { outline: 3px solid var(--st-primary-color); }
table { border-collapse: collapse; width: 100%; font-size: .92rem; line-height: 1.45; }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem; border-top: 1px solid var(--st-border-color, #ccd); }
tr:first-child > th { border-top: 0; background: var(--st-secondary-background-color, #f3f5f8); white-space: nowrap; padding: .1rem .2rem; }
td { overflow-wrap: anywhere; unicode-bidi: isolate; min-width: 4.5rem; max-width: 26rem; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
th.evidence, th.number { padding: .5rem .8rem; text-align: right; font-weight: 600; vertical-align: middle; }
th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: .45rem .6rem; cursor: pointer; }
a { color: var(--st-link-color, #0067a5); }
small { opacity: .85; font-size: .76rem; margin-left: .35rem; white-space: nowrap; }
.none { opacity: .7; }
td.why { text-align: right; width: 1%; min-width: 0; }
td.why, th.evidence { position: sticky; right: 0; }
td.why { background: var(--st-background-color, #fff); }
.why button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--st-border-color, #ccd); border-radius: 1rem;
  padding: .1rem .8rem; min-height: 2rem; cursor: pointer; white-space: nowrap; }
button:hover { color: var(--st-primary-color); border-color: var(--st-primary-color); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
.why button[aria-expanded="true"] { background: var(--st-primary-color); border-color: var(--st-primary-color); color: var(--st-background-color, #fff); }
tr.because > td { background: var(--st-secondary-background-color, #f3f5f8); max-width: none; padding: .4rem .9rem .9rem; }
.in { position: sticky; left: .9rem; width: min(100cqw - 1.8rem, 56rem); }
.claim { margin: .6rem 0 0; padding: .1rem 0 .1rem .9rem; border-left: 4px solid var(--st-primary-color); }
.claim p { margin: .15rem 0; }
.claim blockquote { margin: .35rem 0; font-family: Georgia, "Source Serif 4", "Liberation Serif", serif; font-size: 1.02rem; line-height: 1.6; }
mark { background: var(--mark, #ffe08a); color: var(--mark-ink, #1c2430); padding: 0 .1em; border-radius: .2em; }
.about { font-size: .86rem; opacity: .9; }
`;
