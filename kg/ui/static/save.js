var l=window[Symbol.for("tech-partnerships.focus")]??=new Map;function c(t,e){window.dispatchEvent(new CustomEvent("tech-partnerships:save",{detail:{channel:t,format:e}}))}function i(t,e={},...s){let n=document.createElement(t);for(let[o,r]of Object.entries(e))r==null||r===!1||(o.startsWith("on")?n.addEventListener(o.slice(2),r):n.setAttribute(o,r===!0?"":r));return n.append(...s.filter(o=>o!=null)),n}function d(t){return i("style",{},t)}function u(t){t.addEventListener("keydown",e=>e.stopPropagation())}var p=`
:host { display: block; }
div { display: flex; gap: .5rem; flex-wrap: wrap; }
button { font: inherit; font-family: var(--st-font, sans-serif); color: var(--st-text-color);
  background: transparent; border: 1px solid var(--st-border-color); border-radius: .5rem;
  padding: .35rem .8rem; min-height: 2.5rem; cursor: pointer; flex: 1; }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }`,a=new WeakSet;function f({data:t,parentElement:e}){if(!a.has(e)){a.add(e);let s=(n,o)=>i("button",{type:"button",onclick:()=>c(t.channel,n)},o);e.append(d(p),i("div",{},s("png","Picture (PNG)"),s("svg","Picture (SVG)"))),u(e)}return()=>a.delete(e)}export{f as default};
