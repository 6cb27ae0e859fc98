// The view and its parameters are in the address, behind the "#", so that links, reloading and the browser's history work.
import { Store } from "./store.js";

export const route = new Store(parse());

addEventListener("hashchange", () => route.set(parse()));

function parse() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  return { names: path.split("/").filter(Boolean).map(decode), query: Object.fromEntries(new URLSearchParams(query)) };
}

// A hand-written address may hold a broken escape.
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Writes an address: names are encoded, and empty parameters left out. */
export function to(names, query = {}) {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return `#/${[names].flat().map(encodeURIComponent).join("/")}${text && `?${text}`}`;
}

/** Changes the parameters of this view without a new entry in the history: for searches. */
export function refine(query) {
  const { names, query: last } = route.value;
  history.replaceState(null, "", to(names, { ...last, ...query }));
  route.set(parse());
}
