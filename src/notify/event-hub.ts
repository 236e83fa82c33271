import {
  asksFor,
  type Joined,
  messageEventTypes,
  type NumberedEvent,
  type Onlooker,
  type Onlookers,
  type TocsinEvent,
} from '../domain/operation/events.ts';

/** How many events of messages, and how many events of other types, are kept for event streams that reconnect. */
const KEPT = 1000;
/**
 * The largest number of event streams that may be open at the same time: each takes a socket, and memory for the events
 * that its client hasn't read.
 */
const MOST_ONLOOKERS = 100;

/** The largest number of them with the same token. */
const MOST_OF_ONE = 50;

const isOfMessage = ({ type }: TocsinEvent): boolean => messageEventTypes.some((one) => one === type);

/** Sends events to the connected event streams, and keeps the last ones for streams that reconnect. */
export class EventHub implements Onlookers {
  readonly run: string;
  readonly #onlookers = new Set<Onlooker>();
  // Events of messages are kept apart from all others, so that those of a million messages don't push out the event of
  // the alert's launch.
  readonly #kept: NumberedEvent[] = [];
  readonly #keptOfMessages: NumberedEvent[] = [];
  readonly #changed: () => void;
  #serial = 0;
  #ended: string | undefined;

  /** @param changed called when the event types that the streams ask for have changed */
  constructor(run: string, changed: () => void) {
    this.run = run;
    this.#changed = changed;
  }

  tell(event: TocsinEvent): void {
    const numbered = { ...event, serial: ++this.#serial };
    const kept = isOfMessage(event) ? this.#keptOfMessages : this.#kept;
    kept.push(numbered);
    if (kept.length > KEPT) kept.shift();
    for (const onlooker of this.#onlookers)
      if (asksFor(onlooker.asked, numbered.type)) onlooker.take(numbered);
  }

  /** All event types that any stream asks for. */
  get asked(): readonly string[] {
    return [...this.#onlookers].flatMap(({ asked }) => asked);
  }

  join(onlooker: Onlooker, after: number | undefined): Joined | undefined {
    if (this.#ended !== undefined || this.#onlookers.size >= MOST_ONLOOKERS) return undefined;
    if ([...this.#onlookers].filter((one) => one.of === onlooker.of).length >= MOST_OF_ONE) return undefined;
    this.#onlookers.add(onlooker);
    this.#changed();
    const leave = (): void => {
      if (this.#onlookers.delete(onlooker)) this.#changed();
    };
    const serial = this.#serial;
    if (after === undefined) return { past: [], gap: false, serial, leave };
    const past = [...this.#kept, ...this.#keptOfMessages]
      .filter((numbered) => numbered.serial > after && asksFor(onlooker.asked, numbered.type))
      .sort((a, b) => a.serial - b.serial);
    const gap = after < 0 || after > serial || this.#hasForgotten(onlooker, after);
    return { past, gap, serial, leave };
  }

  end(reason: string): void {
    this.#ended = reason;
    for (const onlooker of [...this.#onlookers]) onlooker.end(reason);
    this.#onlookers.clear();
  }

  #hasForgotten({ asked }: Onlooker, after: number): boolean {
    const lacks = (kept: readonly NumberedEvent[]): boolean =>
      kept.length === KEPT && (kept[0]?.serial ?? 0) > after + 1;
    if (lacks(this.#kept)) return true;
    // Events of messages aren't recorded while no stream asks for them, so the client may have missed some.
    return messageEventTypes.some((type) => asksFor(asked, type));
  }
}
