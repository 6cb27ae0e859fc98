// The admin API of this address. The API key is kept for the tab, and is asked for when the API refuses a request.
import { useEffect, useState } from "./html.js";
import { Store } from "./store.js";

const keyName = "wsactors-api-key";

/** "no": no key is missing; "first" or "wrong": the page asks for one. */
export const keyWanted = new Store("no");

export class ApiError extends Error {
  constructor({ status, code, title, detail }) {
    super(detail ?? title ?? `The answer is ${status}.`);
    Object.assign(this, { status, code, title: title ?? "No answer" });
  }
}

export const apiKey = () => sessionStorage.getItem(keyName);

/** Tries a key, and keeps it if the API takes it. */
export async function tryKey(key) {
  sessionStorage.setItem(keyName, key);
  try {
    await api("/api/node");
    keyWanted.set("no");
  } catch (error) {
    if (error.status !== 401) {
      throw error;
    }
  }
}

/** Returns the parsed answer; throws an ApiError for problems, and for a node that does not answer. */
export async function api(path, options = {}) {
  const answer = await request(path, options);
  const text = await answer.text();
  return text && JSON.parse(text);
}

/** Returns the answer, whose body has not been read. */
export async function request(path, { headers, ...options } = {}) {
  const key = apiKey();
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...headers, ...(key ? { "X-API-Key": key } : {}) } });
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new ApiError({ status: 0, title: "No answer", detail: "The node does not answer. It may have stopped, or the network is down." });
  }
  if (answer.ok) {
    return answer;
  }
  if (answer.status === 401) {
    sessionStorage.removeItem(keyName);
    keyWanted.set(key ? "wrong" : "first");
  }
  throw new ApiError({ ...(await answer.json().catch(() => ({}))), status: answer.status });
}

/**
 * Loads an answer at once and again after each pause, while the view is open and the page is visible.
 * Returns {data, error, reload}; data stays while the next answer is awaited.
 */
export function usePoll(path, milliseconds) {
  const [state, setState] = useState({ path });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let timer;
    let isLoading = false;
    const load = async () => {
      clearTimeout(timer);
      if (document.hidden || isLoading) {
        return; // The page's return, or the answer that is awaited, continues.
      }
      isLoading = true;
      try {
        const data = path && (await api(path, { signal: abort.signal }));
        setState({ path, data, at: performance.now() });
      } catch (error) {
        if (abort.signal.aborted) {
          return;
        }
        setState((last) => ({ ...(last.path === path ? last : { path }), error }));
      }
      isLoading = false;
      if (!abort.signal.aborted && milliseconds) {
        timer = setTimeout(load, milliseconds);
      }
    };
    const onVisible = () => !document.hidden && load();
    document.addEventListener("visibilitychange", onVisible);
    void load();
    return () => {
      abort.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [path, milliseconds, round]);
  const mine = state.path === path ? state : {};
  return { ...mine, reload: () => setRound((count) => count + 1) };
}
