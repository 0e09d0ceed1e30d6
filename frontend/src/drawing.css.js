// The look of the picture's frame; colours come from the page's theme.
export const CSS = `
:host { display: block; font-family: var(--st-font, sans-serif); color: var(--st-text-color); }
[hidden] { display: none !important; }
button { font: inherit; color: inherit; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.legend { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center;
  justify-content: space-between; margin-bottom: .6rem; font-size: .84rem; }
.steps, .families { display: flex; flex-wrap: wrap; gap: .3rem .4rem; align-items: center; }
.families { gap: .3rem .9rem; opacity: .85; font-size: .8rem; }
.step { display: inline-flex; gap: .45rem; align-items: center; min-height: 2rem; padding: .15rem .65rem;
  border: 1px solid var(--st-border-color, #ccd); border-radius: 999px; background: transparent; }
.step:hover { border-color: currentColor; }
.step[aria-pressed="false"] { opacity: .62; text-decoration: line-through; border-style: dashed; }
.count { font-variant-numeric: tabular-nums; opacity: .8; }
.family { display: inline-flex; gap: .35rem; align-items: center; }
.family i { width: .7rem; height: .7rem; border-radius: 3px; display: inline-block; }
.family b { font-weight: 600; min-width: .8rem; text-align: center; }
.family .round-sign, .family .count-sign { border: 1px solid currentColor; border-radius: 999px;
  min-width: 1.2rem; font-size: .7rem; line-height: 1.3; }
.family .count-sign { padding: 0 .3rem; background: var(--st-text-color); color: var(--st-background-color); }
.frame { position: relative; width: 100%; overflow: hidden; border-radius: .75rem;
  border: 1px solid var(--st-border-color, #ccd); background: var(--st-background-color, #fff); }
.frame:fullscreen { height: 100vh !important; border: 0; border-radius: 0; }
.canvas { position: absolute; inset: 0; }
.tools { position: absolute; right: .6rem; bottom: .6rem; display: flex; gap: .25rem; }
.tools button, .outside { background: var(--st-secondary-background-color, #eef);
  border: 1px solid var(--st-border-color, #ccd); border-radius: .5rem; min-width: 2.1rem; height: 2.1rem; }
.tools button:hover, .outside:hover { border-color: currentColor; }
.outside { position: absolute; left: .6rem; bottom: .6rem; padding: 0 .7rem; font-size: .8rem; }
.sorry { margin: 2rem; }
.list { position: absolute; left: .6rem; top: .6rem; margin: 0; padding: 0; list-style: none; max-width: 85%; }
.list li { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.list li:focus-within { width: auto; height: auto; clip-path: none; overflow: visible; }
.list button { background: var(--st-background-color, #fff); border: 1px solid currentColor;
  border-radius: .5rem; padding: .4rem .8rem; text-align: left; max-width: 26rem; width: max-content;
  overflow-wrap: anywhere; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); margin: 0; }
.tip { position: absolute; width: max-content; padding: .5rem .7rem; max-width: 22rem; box-sizing: border-box;
  white-space: pre-line; overflow-wrap: anywhere; pointer-events: none; z-index: 5; font-size: .82rem;
  line-height: 1.45; font-family: var(--st-font, sans-serif); color: var(--st-text-color);
  background: var(--st-secondary-background-color, #eef); border: 1px solid var(--st-border-color, #ccd);
  border-radius: .5rem; box-shadow: 0 4px 16px rgb(0 0 0 / .18); }
.vis-network:focus { outline: none; }
@media (max-width: 640px) { .legend { gap: .4rem; } .step { padding: .15rem .5rem; } }
`;
