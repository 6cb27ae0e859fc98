// Long lists, page by page: the server orders them and gives a cursor for the next page, so that nothing is ever loaded whole.
import { html, useState } from "./html.js";
import { usePoll } from "./api.js";

const pageSize = 50;
const refresh = 5000;

/** The page that is shown of a list that has been loaded whole. */
export function usePagesOf(list) {
  const [index, setIndex] = useState(0);
  const last = Math.max(0, Math.ceil(list.length / pageSize) - 1);
  const shown = Math.min(index, last);
  return {
    rows: list.slice(shown * pageSize, (shown + 1) * pageSize),
    page: shown + 1,
    next: shown < last ? () => setIndex(shown + 1) : undefined,
    back: shown > 0 ? () => setIndex(shown - 1) : undefined,
  };
}

/** Loads the page that is shown, and again every five seconds. A new search begins with the first page. */
export function usePages(path, query) {
  const search = new URLSearchParams({ ...Object.fromEntries(Object.entries(query).filter(([, value]) => value)), limit: pageSize }).toString();
  const [place, setPlace] = useState({ search, cursors: [] });
  const cursors = place.search === search ? place.cursors : [];
  const { data, error, reload } = usePoll(`${path}?${search}${cursors.length ? `&cursor=${cursors.at(-1)}` : ""}`, refresh);
  const go = (next) => {
    setPlace({ search, cursors: next });
    scrollTo({ top: 0 });
  };
  return {
    data,
    error,
    reload,
    page: cursors.length + 1,
    next: data?.next ? () => go([...cursors, data.next]) : undefined,
    back: cursors.length ? () => go(cursors.slice(0, -1)) : undefined,
  };
}

export function Pager({ pages, total, name }) {
  return html`
    <nav class="pager" aria-label="Pages">
      <button type="button" class="second" disabled=${!pages.back} onClick=${pages.back}>Previous</button>
      <span>Page ${pages.page}${total && html`<span class="quiet"> of ${total} ${name}</span>`}</span>
      <button type="button" class="second" disabled=${!pages.next} onClick=${pages.next}>Next</button>
    </nav>`;
}

export const Missing = ({ data }) => data?.missing?.length > 0 && html`
  <p class="fault" role="alert">These nodes did not answer, so what they have is not in the list: ${data.missing.join(", ")}</p>`;
