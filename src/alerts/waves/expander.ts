import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { AlertBook } from '../../domain/alerts/alert-book.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { Cancel, Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { isHeld, isOvertaking } from './holding.ts';
import { turnOf } from './turn.ts';
import { WaveMessages, type WaveMessagesDeps } from './wave-messages.ts';
import { type WavePeopleDeps, wavePage } from './wave-people.ts';

export interface ExpanderDeps
  extends Omit<WaveMessagesDeps, 'traffic'>,
    Omit<WavePeopleDeps, 'book' | 'traffic'> {
  readonly book: AlertBook;
  readonly traffic: AlertTraffic;
  readonly clock: Clock;
  readonly log: Log;
  /** A wave has all its messages. */
  readonly expanded: (alert: number) => void;
}

/** People a commit: few enough that others' commits don't wait for it. */
const CHUNK = 500;
// Ahead of the routes by what they carry in this time, within bounds: a stop or a pause then finds little in the queue.
const AHEAD_S = 10;
const LEAST_AHEAD = 2000;
const MOST_AHEAD = 50_000;
const LOOK_AGAIN_MS = 250;
const DISK_RETRY_MS = 1000;
/** Before those are asked for again of whom nothing was known yet. */
const NEXT_PASS_MS = 2000;

const GATEWAY = { id: 'tocsin', name: 'the gateway' } as const;

/**
 * Makes the messages of the waves, a few of each in turn, just ahead of the routes. All it knows is on disk: killed
 * anywhere, it goes on behind the last person that has a message.
 */
export class Expander {
  readonly #deps: ExpanderDeps;
  readonly #messages = new Map<string, { readonly version: number; readonly made: WaveMessages }>();
  readonly #restUntil = new Map<string, number>();
  readonly #toldGone = new Set<string>();
  /** Alerts of which waves may be held that are to be released. */
  readonly #overtaken = new Set<number>();
  #running: Promise<void> | undefined;
  #stopped = false;
  #woken = true;
  #wakeUp: () => void = () => {};

  constructor(deps: ExpanderDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** The chunk that is being stored is waited for. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    await this.#running;
  }

  /** A wave began, or goes on. */
  wake(): void {
    this.#woken = true;
    this.#wakeUp();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false;
      const waitMs = await this.#round().catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'the messages of an alert cannot be made; tried again');
        return DISK_RETRY_MS;
      });
      if (waitMs !== 0) await this.#rest(waitMs);
    }
  }

  /** One chunk of each wave that has room; how long to wait for the next, ms; undefined: until something begins. */
  async #round(): Promise<number | undefined> {
    const waves = (await this.#deps.book.openWaves()).filter(({ done }) => !done);
    let busy = false;
    let waiting = false;
    for (const { alert: id, wave: number } of waves) {
      if (this.#stopped) break;
      const alert = await this.#deps.book.getAlert(id);
      // After the alert: texts of before an update would else be stored under the version that it made.
      const ofAlert = await this.#deps.book.waves(id);
      const wave = ofAlert.find((one) => one.wave === number);
      // Paused: what was cut before is still recorded.
      if (alert === undefined || wave === undefined) continue;
      if (alert.state === 'paused' && wave.cut === undefined) continue;
      waiting = true;
      if (!this.#hasRoom(wave)) continue;
      busy = true;
      await this.#expand(alert, wave, ofAlert).catch((error: unknown) => this.#putOff(wave, error));
    }
    await this.#release();
    if (busy) return 0;
    return waiting ? LOOK_AGAIN_MS : undefined;
  }

  /** It is not over: who else was in its audience nobody can tell any more, and somebody has to know. */
  async #waitForStop(wave: Wave, gone: readonly string[]): Promise<void> {
    const { book, clock, log } = this.#deps;
    const turn = turnOf(wave);
    this.#restUntil.set(turn, clock.now() + NEXT_PASS_MS);
    if (this.#toldGone.has(turn)) return;
    this.#toldGone.add(turn);
    const detail = gone.join(', ');
    log.error({ alert: wave.alert, gone }, 'the audience of an alert was removed while it goes out: stop it');
    const entry = { at: clock.now(), actor: GATEWAY, action: 'audienceGone', detail };
    await book.logAlert(wave.alert, entry);
  }

  /** Others go on: what is wrong may be with this one alone. */
  #putOff(wave: Wave, error: unknown): void {
    const { clock, log } = this.#deps;
    this.#restUntil.set(turnOf(wave), clock.now() + DISK_RETRY_MS);
    const which = { alert: wave.alert, wave: wave.wave };
    log.error({ err: error, ...which }, 'the messages of an alert cannot be made; tried again');
  }

  #hasRoom(wave: Wave): boolean {
    const { traffic, clock } = this.#deps;
    const turn = turnOf(wave);
    if ((this.#restUntil.get(turn) ?? 0) > clock.now()) return false;
    // Of what is overtaken as much leaves the queue as comes.
    if (wave.cut !== undefined || isOvertaking(wave)) return true;
    const rate = traffic.paces().reduce((sum, pace) => sum + (pace.usable ? pace.ratePerSecond : 0), 0);
    const ahead = Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, rate * AHEAD_S));
    return traffic.waiting(turn) + CHUNK <= ahead;
  }

  async #expand(alert: Alert, wave: Wave, ofAlert: readonly Wave[]): Promise<void> {
    const { book, traffic, clock, expanded } = this.#deps;
    const page = await wavePage(this.#deps, alert, wave, ofAlert, CHUNK);
    const now = clock.now();
    const { after, undecided, gone, instead, overtaking } = page;
    const made = await this.#messagesOf(alert, wave).make(page.people, now);
    const people = made.map((one) => ({ ...one, instead: instead.get(one.message.to) }));
    const turn = turnOf(wave);
    // Cut, or too late: nobody else would be written to anyway.
    const done = page.done || (gone.length > 0 && (wave.cut !== undefined || now >= wave.validUntil));
    if (!done && gone.length > 0 && people.length === 0) return this.#waitForStop(wave, gone);
    const stored = await book.storeChunk({
      alert: alert.id,
      wave: wave.wave,
      version: alert.version,
      before: wave.cursor,
      after,
      undecided,
      done,
      people,
      overtaking,
    });
    if (stored.kind === 'stale') return;
    for (const { lane, priority, messages } of stored.ended) traffic.queued(lane, priority, -messages, now);
    for (const { lane, priority, messages } of stored.queued) traffic.queued(lane, priority, messages, now);
    if (isOvertaking(wave)) {
      if (!overtaking) this.#overtaken.add(alert.id);
      return;
    }
    if (after === '' && !done) this.#restUntil.set(turn, now + NEXT_PASS_MS);
    if (!done) return;
    this.#messages.delete(turn);
    this.#restUntil.delete(turn);
    this.#toldGone.delete(turn);
    expanded(alert.id);
  }

  /** What was held while it was overtaken has only the newest text now; a stop or a pause may hold it still. */
  async #release(): Promise<void> {
    const { book, traffic } = this.#deps;
    for (const id of this.#overtaken) {
      const [alert, waves] = await Promise.all([book.getAlert(id), book.waves(id)]);
      for (const wave of waves)
        if (alert !== undefined && !isHeld(wave, waves, alert.state)) traffic.release(turnOf(wave));
      // Only now: where it can't be read, it is tried again.
      this.#overtaken.delete(id);
    }
  }

  #messagesOf(alert: Alert, wave: Wave): WaveMessages {
    const turn = turnOf(wave);
    const known = this.#messages.get(turn);
    if (known?.version === alert.version) return known.made;
    const made = new WaveMessages(this.#deps, alert, wave);
    this.#messages.set(turn, { version: alert.version, made });
    return made;
  }

  #rest(ms: number | undefined): Promise<void> {
    if (this.#woken) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel: Cancel = ms === undefined ? () => {} : this.#deps.clock.after(ms, resolve);
    this.#wakeUp = () => {
      cancel();
      resolve();
    };
    return promise;
  }
}
