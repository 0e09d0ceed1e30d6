export const CSS = `
:host { display: block; font-family: var(--st-font, sans-serif); color: var(--st-text-color); }
.frame { border: 1px solid var(--st-border-color, #ccd); border-radius: .6rem; overflow: hidden; }
.frame:focus-within { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .5rem 0 0; }
button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--st-border-color, #ccd);
  border-radius: .5rem; padding: .3rem .9rem; min-height: 2.5rem; cursor: pointer; }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible, summary:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
button.run { background: var(--st-primary-color); border-color: var(--st-primary-color); color: var(--st-background-color, #fff); font-weight: 600; }
button.run:hover { filter: brightness(1.1); color: var(--st-background-color, #fff); }
kbd { font: inherit; font-size: .78rem; font-weight: 400; opacity: .9; }
.wrong { margin: .5rem 0 0; padding: .5rem .8rem; border-left: 4px solid #c02a2a; overflow-wrap: anywhere;
  background: color-mix(in srgb, #c02a2a 9%, var(--st-background-color, #fff)); }
.wrong:empty { display: none; }
.wrong strong { display: block; }
details { margin-left: auto; position: relative; }
summary { cursor: pointer; padding: .45rem .6rem; border-radius: .5rem; }
.past { position: absolute; right: 0; z-index: 5; width: min(30rem, 88vw); max-height: 20rem; overflow: auto; padding: .6rem;
  border: 1px solid var(--st-border-color, #ccd); border-radius: .6rem; background: var(--st-background-color, #fff);
  box-shadow: 0 6px 24px rgb(0 0 0 / .18); }
.past ul { list-style: none; margin: 0; padding: 0; }
.past li button { display: block; width: 100%; text-align: left; border: 0; overflow-wrap: anywhere; }
.past li button:hover { background: var(--st-secondary-background-color, #eef); color: inherit; }
.past small { display: block; opacity: .8; }
.past .quiet { margin-top: .4rem; font-size: .85rem; }
`;
