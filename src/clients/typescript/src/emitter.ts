/** Listeners by the name of their event. */
export class Emitter<Events> {
  /** @internal */
  _listeners = new Map<keyof Events, Set<(value: never) => void>>();

  /** Calls the listener on each such event, and returns a function that removes it. */
  on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
    const listeners = this._listeners.get(name) ?? new Set();
    this._listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** @internal */
  _emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    for (const listener of [...(this._listeners.get(name) ?? [])]) {
      try {
        (listener as (value: Events[Name]) => void)(value);
      } catch (error) {
        // The application's fault must reach its error handler, but may not stop what this client is doing.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
