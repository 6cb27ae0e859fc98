// Keys for people who use the console often. They can be switched off, because speech input types characters (WCAG 2.1.4).
import { html, useEffect, useState } from "./html.js";
import { Confirm } from "./parts.js";
import { Store } from "./store.js";

const name = "wsactors-shortcuts";
const areOn = new Store(localStorage.getItem(name) !== "off");

/** Obeys the keys: a digit opens the view of this number, "/" goes to the search, "?" shows the list. */
export function useShortcuts(views, showHelp) {
  useEffect(() => {
    const onKey = (event) => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      if (!areOn.value || ctrlKey || metaKey || altKey || target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog")) {
        return;
      }
      const search = document.querySelector("[data-search]");
      if (views[Number(key) - 1]) {
        location.hash = `#/${views[Number(key) - 1].path}`;
      } else if (key === "/" && search) {
        event.preventDefault();
        search.focus();
      } else if (key === "?") {
        showHelp();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [views]);
}

export function Help({ views, onClose }) {
  const [on, setOn] = useState(areOn.value);
  const change = ({ target: { checked } }) => {
    areOn.set(checked);
    setOn(checked);
    localStorage.setItem(name, checked ? "on" : "off");
  };
  return html`
    <${Confirm} question="Keys" action="Close" danger=${false} isNotice onYes=${onClose} onNo=${onClose}>
      <dl class="keys">
        ${views.slice(0, 9).map(({ title }, index) => html`<div key=${title}><dt><kbd>${index + 1}</kbd></dt><dd>${title}</dd></div>`)}
        <div><dt><kbd>/</kbd></dt><dd>Search</dd></div>
        <div><dt><kbd>?</kbd></dt><dd>This list</dd></div>
      </dl>
      <label class="choice"><input type="checkbox" checked=${on} onChange=${change} /> Obey these keys</label>
    <//>`;
}
