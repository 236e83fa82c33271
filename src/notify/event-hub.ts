import {
  asksFor,
  type Joined,
  messageEventTypes,
  type Onlooker,
  type Onlookers,
  type TocsinEvent,
  type ToldEvent,
} from '../domain/operation/events.ts';

/** Events kept for onlookers that come back. */
const KEPT = 1000;
/** Who looks on at the time: each costs a socket and what it hasn't read. */
const MOST_ONLOOKERS = 100;

const isOfMessage = ({ type }: TocsinEvent): boolean => messageEventTypes.some((one) => one === type);

/** Tells events to whoever looks on, and remembers the last ones for who was cut off. */
export class EventHub implements Onlookers {
  readonly run: string;
  readonly #onlookers = new Set<Onlooker>();
  // Apart, so that an alert to a million people doesn't push out that it was launched.
  readonly #kept: ToldEvent[] = [];
  readonly #keptOfMessages: ToldEvent[] = [];
  readonly #changed: () => void;
  #serial = 0;
  #ended: string | undefined;

  /** @param changed what is asked for is another now */
  constructor(run: string, changed: () => void) {
    this.run = run;
    this.#changed = changed;
  }

  tell(event: TocsinEvent): void {
    const told = { ...event, serial: ++this.#serial };
    const kept = isOfMessage(event) ? this.#keptOfMessages : this.#kept;
    kept.push(told);
    if (kept.length > KEPT) kept.shift();
    for (const onlooker of this.#onlookers) if (asksFor(onlooker.asked, told.type)) onlooker.take(told);
  }

  /** All that somebody asks for. */
  get asked(): readonly string[] {
    return [...this.#onlookers].flatMap(({ asked }) => asked);
  }

  join(onlooker: Onlooker, after: number | undefined): Joined | undefined {
    if (this.#ended !== undefined || this.#onlookers.size >= MOST_ONLOOKERS) return undefined;
    this.#onlookers.add(onlooker);
    this.#changed();
    const leave = (): void => {
      if (this.#onlookers.delete(onlooker)) this.#changed();
    };
    if (after === undefined) return { past: [], gap: false, leave };
    const past = [...this.#kept, ...this.#keptOfMessages]
      .filter((told) => told.serial > after && asksFor(onlooker.asked, told.type))
      .sort((a, b) => a.serial - b.serial);
    const gap = after === 0 || after > this.#serial || this.#hasForgotten(onlooker, after);
    return { past, gap, leave };
  }

  end(reason: string): void {
    this.#ended = reason;
    for (const onlooker of [...this.#onlookers]) onlooker.end(reason);
    this.#onlookers.clear();
  }

  #hasForgotten({ asked }: Onlooker, after: number): boolean {
    const lacks = (kept: readonly ToldEvent[]): boolean =>
      kept.length === KEPT && (kept[0]?.serial ?? 0) > after + 1;
    if (lacks(this.#kept)) return true;
    // Of messages nothing is known while nobody asks.
    return messageEventTypes.some((type) => asksFor(asked, type));
  }
}
