import type { EventData } from '../../domain/operation/events.ts';
import type { FeedRepository } from '../../domain/triggers/trigger-repositories.ts';
import type { FeedView } from '../../domain/triggers/triggers-service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { CapIntake } from '../cap/cap-intake.ts';
import { capLimits } from '../xml/guard.ts';
import { type Fetched, type FetchLimits, fetchDocument } from './fetch-document.ts';
import { type AtomEntry, feedLimits, parseAtom } from './parse-atom.ts';

export interface FeedSettings {
  readonly url: string;
  readonly everyMs: number;
  /** Origins besides the feed's own from which its alerts may be fetched, such as `https://files.example.org`. */
  readonly origins: readonly string[];
}

interface Around {
  readonly intake: Pick<CapIntake, 'take'>;
  readonly repository: FeedRepository;
  /** Reports that the feed can't be read, or can be read again. Never rejects. */
  readonly announce: (type: 'feed.up' | 'feed.down', data: EventData) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const WITHIN_MS = 30_000;
const FORGET_AFTER_MS = 30 * 86_400_000;

/** Reads an Atom feed of CAP alerts at intervals; each entry is taken once, also if the gateway restarts. */
export class FeedPoller {
  readonly #settings: FeedSettings;
  readonly #around: Around;
  readonly #origins: ReadonlySet<string>;
  readonly #looper: Looper;
  #readAt: number | undefined;
  #trouble: string | undefined;
  #taken = 0;
  #refused = 0;

  constructor(settings: FeedSettings, around: Around) {
    this.#settings = settings;
    this.#around = around;
    this.#origins = new Set([settings.url, ...settings.origins].map((url) => new URL(url).origin));
    const { clock, log } = around;
    const failure = 'a CAP feed cannot be polled; tried again';
    this.#looper = new Looper(() => this.poll(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  view(): FeedView {
    const { url } = this.#settings;
    return { url, readAt: this.#readAt, trouble: this.#trouble, taken: this.#taken, refused: this.#refused };
  }

  /** Reads the feed once, and returns the time until the next read, ms. */
  async poll(): Promise<number> {
    const { clock, log, announce } = this.#around;
    const { url } = this.#settings;
    let trouble: string | undefined;
    try {
      trouble = await this.#read();
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
    }
    const { everyMs } = this.#settings;
    if (this.#looper.signal.aborted) return everyMs;
    if (trouble === undefined) this.#readAt = clock.now();
    if (trouble !== undefined && trouble !== this.#trouble) {
      log.warn({ feed: url, reason: trouble }, 'a CAP feed cannot be read');
    }
    if (trouble === undefined && this.#trouble !== undefined) {
      log.info({ feed: url }, 'a CAP feed can be read again');
    }
    const before = this.#trouble;
    this.#trouble = trouble;
    if (trouble !== undefined && before === undefined)
      await announce('feed.down', { feed: url, reason: trouble });
    if (trouble === undefined && before !== undefined) await announce('feed.up', { feed: url, reason: null });
    return everyMs;
  }

  /** Reads the feed once; returns what went wrong, or undefined. */
  async #read(): Promise<string | undefined> {
    const { repository, clock, log } = this.#around;
    const { url } = this.#settings;
    const fetched = await this.#fetch(url, feedLimits.octets, await repository.feedMark(url));
    if (fetched.kind === 'same') return undefined;
    if (fetched.kind !== 'document') return fetched.reason;
    const parsed = parseAtom(fetched.octets, url, fetched.charset);
    if (parsed.kind === 'refused') return parsed.reason;
    if (parsed.unreadable > 0) {
      log.warn({ feed: url, entries: parsed.unreadable }, 'entries of a CAP feed have no id or no address');
    }
    const keys = parsed.entries.map(({ key }) => key);
    const known = await repository.knownEntries(url, keys, clock.now());
    let trouble: string | undefined;
    for (const entry of parsed.entries) {
      if (known.has(entry.key) || this.#looper.signal.aborted) continue;
      trouble = (await this.#take(entry)) ?? trouble;
    }
    if (this.#looper.signal.aborted || trouble !== undefined) return trouble;
    // The mark is stored only now: while an entry is missing, the feed must be fetched again even if it is unchanged.
    await repository.markFeed(url, fetched.mark);
    await repository.forgetEntries(clock.now() - FORGET_AFTER_MS);
    return undefined;
  }

  /** Takes one entry; returns a reason if it must be tried again. */
  async #take({ key, url }: AtomEntry): Promise<string | undefined> {
    const { repository, clock, intake, log } = this.#around;
    const fetched = await this.#fetch(url, capLimits.octets, undefined);
    if (fetched.kind === 'failed' || fetched.kind === 'same') {
      return `an alert of it can't be fetched: ${fetched.kind === 'same' ? 'no document' : fetched.reason}`;
    }
    const taken =
      fetched.kind === 'gone'
        ? ({ kind: 'refused', reason: fetched.reason } as const)
        : await intake.take(fetched.octets, this.#settings.url, undefined, fetched.charset);
    if (taken.kind === 'refused') {
      this.#refused++;
      log.warn(
        { feed: this.#settings.url, entry: key, reason: taken.reason },
        'an alert of a CAP feed is refused',
      );
    } else if (!taken.again) this.#taken++;
    await repository.keepEntry(this.#settings.url, key, clock.now());
    return undefined;
  }

  #fetch(url: string, maxOctets: number, mark: Parameters<typeof fetchDocument>[1]): Promise<Fetched> {
    const limits: FetchLimits = { origins: this.#origins, maxOctets, withinMs: WITHIN_MS };
    return fetchDocument(url, mark, limits, this.#around.clock, this.#looper.signal);
  }
}
