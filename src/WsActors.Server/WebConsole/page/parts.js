// What several views are made of.
import { html, useEffect, useMemo, useRef, useState } from "./html.js";
import { bytes, clock, count, nameOf, none } from "./format.js";

/** The heading of a view. It takes the focus when the view opens, so that screen readers read it. */
export function Head({ title, children }) {
  const heading = useRef();
  useEffect(() => {
    document.title = `${title} · WsActors console`;
    heading.current.focus({ preventScroll: true });
  }, [title]);
  return html`<div class="head"><h1 tabindex="-1" ref=${heading}>${title}</h1>${children}</div>`;
}

export function Problem({ error }) {
  return error && error.status !== 401 && html`<p class="fault" role="alert"><b>${error.title}.</b> ${error.message}${error.code && html` <code>${error.code}</code>`}</p>`;
}

/** A list of names and values: [[name, value], …]; false entries are left out. */
export function Facts({ facts, wide }) {
  return html`<dl class=${wide ? "facts wide" : "facts"}>${facts.filter(Boolean).map(([name, value]) => html`
    <div key=${name}><dt>${name}</dt><dd>${value ?? none}</dd></div>`)}</dl>`;
}

/** Any JSON value, for fields that this page does not know. */
export function Value({ name = "", value }) {
  if (value === null || value === undefined || value === "") {
    return none;
  }
  if (typeof value === "number") {
    return name === "code" ? value : /bytes$/i.test(name) ? bytes(value) : count(value);
  }
  if (typeof value === "boolean") {
    return value ? "yes" : "no";
  }
  if (typeof value === "string") {
    return /^\d{4}-\d\d-\d\dT/.test(value) ? html`<time datetime=${value}>${clock(value)}</time>` : value;
  }
  if (Array.isArray(value)) {
    return value.length ? html`<ul class="plain">${value.map((each) => html`<li><${Value} name=${name} value=${each} /></li>`)}</ul>` : none;
  }
  const fields = Object.entries(value);
  return fields.length === 0 ? none : html`<${Facts} wide facts=${fields.map(([field, inner]) => [nameOf(field), html`<${Value} name=${field} value=${inner} />`])} />`;
}

/** A table whose rows become cards on a narrow screen. columns: [{name, cell(row), number}]. */
export function Table({ label, columns, rows, keyOf, empty }) {
  if (!rows?.length) {
    return html`<p class="quiet">${rows ? empty : "Loading …"}</p>`;
  }
  return html`
    <table aria-label=${label}>
      <thead><tr>${columns.map(({ name, number }) => html`<th scope="col" class=${number ? "number" : ""}>${name}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<${Row} key=${keyOf(row)} columns=${columns} row=${row} />`)}</tbody>
    </table>`;
}

// A row that is the same object as before is not drawn again.
function Row({ columns, row }) {
  return useMemo(() => html`<tr>${columns.map(({ name, cell, number }) => html`
    <td data-name=${name} class=${number ? "number" : ""}>${cell(row) ?? none}</td>`)}</tr>`, [columns, row]);
}

/** The rows, of which each that has not changed is the same object as before. */
export function useUnchanged(rows, keyOf) {
  const known = useRef(new Map());
  const entries = rows.map((row) => {
    const [key, text] = [keyOf(row), JSON.stringify(row)];
    const before = known.current.get(key);
    return [key, before?.text === text ? before : { text, row }];
  });
  known.current = new Map(entries);
  return entries.map(([, entry]) => entry.row);
}

/** A field for a search, which applies a moment after the last key. */
export function Search({ label, value, placeholder, isFirst, onSearch }) {
  const [text, setText] = useState(value);
  const timer = useRef();
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onInput = ({ target }) => {
    setText(target.value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(target.value), 300);
  };
  return html`<label class="field">${label}
    <input type="search" data-search=${isFirst ? "" : undefined} value=${text} placeholder=${placeholder} onInput=${onInput}
      autocapitalize="none" autocomplete="off" spellcheck="false" maxlength="255" /></label>`;
}

/** A question before something that cannot be undone; as a notice, it asks nothing. */
export function Confirm({ question, action, danger = true, isNotice, onYes, onNo, children }) {
  const dialog = useRef();
  useEffect(() => dialog.current.showModal(), []);
  return html`
    <dialog ref=${dialog} onClose=${onNo} aria-label=${question}>
      <h2>${question}</h2>
      ${children}
      <div class="buttons">
        <button type="button" class=${danger ? "danger" : ""} onClick=${onYes}>${action}</button>
        ${!isNotice && html`<button type="button" class="second" onClick=${onNo}>Cancel</button>`}
      </div>
    </dialog>`;
}

/** Yes and no with a colour, which is not the only sign. */
export const Flag = ({ good, yes, no }) => html`<span class=${good ? "state ready" : "state failed"}>${good ? yes : no}</span>`;
