// A value that views follow: the part of a state library that this page needs.
import { useEffect, useState } from "./html.js";

export class Store {
  #listeners = new Set();

  constructor(value) {
    this.value = value;
  }

  set(value) {
    if (value !== this.value) {
      this.value = value;
      this.tell();
    }
  }

  /** Tells listeners that the value has changed within. */
  tell() {
    this.#listeners.forEach((listener) => listener());
  }

  on(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Renders again when the store changes: once per frame, and not at all while the page is hidden. */
export function useStore(store) {
  const [, setCount] = useState(0);
  useEffect(() => {
    let frame;
    const draw = () => {
      frame = undefined;
      setCount((count) => count + 1);
    };
    const off = store.on(() => (frame ??= requestAnimationFrame(draw)));
    // It may have changed between the first drawing and here.
    frame = requestAnimationFrame(draw);
    return () => {
      off();
      cancelAnimationFrame(frame);
    };
  }, [store]);
  return store.value;
}
