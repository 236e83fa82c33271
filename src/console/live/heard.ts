/** An event of the gateway as the stream tells it. */
export interface HeardEvent {
  readonly type: string;
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type Listener = (event: HeardEvent) => void;

const listeners = new Set<Listener>();

/** Calls the listener with each event, for pages that use what an event says and not only that it happened. */
export const onEvent = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** @param text the data of the event as the stream brought it */
export const tellEvent = (text: unknown): void => {
  if (listeners.size === 0 || typeof text !== 'string') return;
  try {
    const event = JSON.parse(text) as HeardEvent;
    for (const listener of listeners) listener(event);
  } catch {
    // What can't be read is read anew by the queries.
  }
};
