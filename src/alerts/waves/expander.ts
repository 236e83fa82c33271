import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { goesOut, hasPeopleLeft, stepWave } from '../../domain/alerts/wave-state.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { StepperDeps } from '../desk/stepper.ts';
import { turnOf } from './turn.ts';
import { WaveMessages, type WaveMessagesDeps } from './wave-messages.ts';
import { type WavePeopleDeps, wavePage } from './wave-people.ts';

export interface ExpanderDeps
  extends Pick<StepperDeps, 'announce'>,
    Omit<WaveMessagesDeps, 'traffic'>,
    Omit<WavePeopleDeps, 'repository' | 'traffic'> {
  readonly repository: AlertRepository;
  readonly traffic: AlertTraffic;
  readonly clock: Clock;
  readonly log: Log;
  /** Lets the wave go over to the short text if it must; returns whether it did: then the wave is read again. */
  readonly goShort: (alert: Alert, wave: Wave) => Promise<boolean>;
  /** Called when a wave has all its messages. */
  readonly expanded: (alert: number) => void;
}

/** People per commit: few, so that other commits don't wait long. */
const CHUNK = 500;
// A wave queues no more messages than the routes carry in `AHEAD_S` seconds (from `LEAST_AHEAD` to `MOST_AHEAD`), so
// that a stop or a pause finds a short queue.
const AHEAD_S = 10;
const LEAST_AHEAD = 2000;
const MOST_AHEAD = 50_000;
const LOOK_AGAIN_MS = 250;
// Nobody may call `wake`: a launch that is on disk may have failed to be read back, and the node that answered it may
// no longer be the one that leads.
const LOOK_UNASKED_MS = 5000;
const DISK_RETRY_MS = 1000;
/** Time between two passes over people whose earlier message had no outcome yet, ms. */
const NEXT_PASS_MS = 2000;

const FAILURE = 'the messages of an alert cannot be made; tried again';

/**
 * Makes the messages of the waves, a few of each in turn, just ahead of the routes. The progress of a wave is on disk:
 * after a kill the wave goes on behind the last person who has a message.
 */
export class Expander {
  readonly #deps: ExpanderDeps;
  readonly #messages = new Map<
    string,
    { readonly version: number; readonly short: boolean; readonly made: WaveMessages }
  >();
  readonly #restUntil = new Map<string, number>();
  readonly #reportedGone = new Set<string>();
  readonly #looper: Looper;

  constructor(deps: ExpanderDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#looper = new Looper(() => this.#run(), { clock, log, failure: FAILURE });
  }

  start(): void {
    this.#looper.start();
  }

  /** Stops after the chunk that is being stored. */
  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** To be called when a wave begins, or is resumed. */
  wake(): void {
    this.#looper.wake();
  }

  /** Stores chunks while there is room. @returns how long to wait for room, or for a wave, ms */
  async #run(): Promise<number> {
    for (;;) {
      const round = await this.#round();
      if (this.#looper.signal.aborted || round === 'idle') return LOOK_UNASKED_MS;
      if (round === 'noRoom') return LOOK_AGAIN_MS;
    }
  }

  /** Stores one chunk of each wave that has room in the queue. */
  async #round(): Promise<'stored' | 'noRoom' | 'idle'> {
    const waves = (await this.#deps.repository.openWaves()).filter(({ state }) => hasPeopleLeft(state));
    let busy = false;
    let waiting = false;
    for (const { alert: id, wave: number } of waves) {
      if (this.#looper.signal.aborted) break;
      const alert = await this.#deps.repository.getAlert(id);
      // The waves are read after the alert: in the other order, texts from before an update could be stored under the
      // version that the alert has after the update.
      const ofAlert = await this.#deps.repository.waves(id);
      const wave = ofAlert.find((one) => one.wave === number);
      // A paused alert sends nothing, but the remaining people of a wave that was stopped are still recorded.
      if (alert === undefined || wave === undefined) continue;
      if (alert.state === 'paused' && goesOut(wave.state)) continue;
      waiting = true;
      if (!this.#hasRoom(wave)) continue;
      busy = true;
      await this.#expand(alert, wave, ofAlert).catch((error: unknown) => this.#putOff(wave, error));
    }
    if (busy) return 'stored';
    return waiting ? 'noRoom' : 'idle';
  }

  /**
   * Keeps the wave open until somebody stops the alert, and logs the reason once. Something that the audience names was
   * removed, so nobody can know who else was in the audience.
   */
  async #waitForStop(alert: Alert, wave: Wave, gone: readonly string[]): Promise<void> {
    const { repository, clock, log, announce } = this.#deps;
    const turn = turnOf(wave);
    this.#restUntil.set(turn, clock.now() + NEXT_PASS_MS);
    if (this.#reportedGone.has(turn)) return;
    log.error({ alert: alert.id, gone }, 'the audience of an alert was removed while it goes out: stop it');
    const line = { actor: GATEWAY, action: 'audienceGone', detail: gone.join(', ') } as const;
    await repository.logAlert(alert.id, { at: clock.now(), ...line });
    // The turn is added only after the write: a failed write is tried again.
    this.#reportedGone.add(turn);
    announce({ alert, ...line });
  }

  /** Delays this wave alone: the error may have nothing to do with other waves. */
  #putOff(wave: Wave, error: unknown): void {
    const { clock, log } = this.#deps;
    this.#restUntil.set(turnOf(wave), clock.now() + DISK_RETRY_MS);
    const which = { alert: wave.alert, wave: wave.wave };
    log.error({ err: error, ...which }, FAILURE);
  }

  #hasRoom(wave: Wave): boolean {
    const { traffic, clock } = this.#deps;
    const turn = turnOf(wave);
    if ((this.#restUntil.get(turn) ?? 0) > clock.now()) return false;
    // A wave that overtakes takes as many messages out of the queue as it puts in.
    if (!goesOut(wave.state) || wave.state.kind === 'overtaking') return true;
    const rate = traffic.paces().reduce((sum, pace) => sum + (pace.usable ? pace.ratePerSecond : 0), 0);
    const ahead = Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, rate * AHEAD_S));
    return traffic.waiting(turn) + CHUNK <= ahead;
  }

  async #expand(alert: Alert, wave: Wave, ofAlert: readonly Wave[]): Promise<void> {
    const { repository, traffic, clock, expanded, goShort } = this.#deps;
    if (!wave.short && (await goShort(alert, wave))) return;
    const page = await wavePage(this.#deps, alert, wave, ofAlert, CHUNK);
    const now = clock.now();
    const { gone, instead } = page;
    const made = await this.#messagesOf(alert, wave).make(page.people, now);
    const people = made.map((one) => ({ ...one, instead: instead.get(one.message.to) }));
    const turn = turnOf(wave);
    // If the wave was stopped or its validity is over, its other people would get no message anyway, and it is closed.
    const isGivenUp = gone.length > 0 && (!goesOut(wave.state) || now >= wave.validUntil);
    if (!isGivenUp && gone.length > 0 && people.length === 0) return this.#waitForStop(alert, wave, gone);
    const event = isGivenUp ? ({ kind: 'closed' } as const) : page.event;
    const { state, effects } = stepWave(wave.state, event, wave.target);
    const isAnew = effects.includes('beginAgain');
    const stored = await repository.storeChunk({
      alert: alert.id,
      wave: wave.wave,
      version: alert.version,
      before: wave.cursor,
      after: isAnew ? '' : page.after,
      state,
      people,
      short: wave.short,
    });
    if (stored.kind === 'stale') return;
    for (const { lane, priority, messages } of stored.ended) traffic.queued(lane, priority, -messages, now);
    for (const { lane, priority, messages } of stored.queued) traffic.queued(lane, priority, messages, now);
    for (const freed of stored.freed) traffic.release(turnOf({ alert: alert.id, wave: freed }));
    if (isAnew) this.#restUntil.set(turn, now + NEXT_PASS_MS);
    if (hasPeopleLeft(state)) return;
    this.#messages.delete(turn);
    this.#restUntil.delete(turn);
    this.#reportedGone.delete(turn);
    expanded(alert.id);
  }

  #messagesOf(alert: Alert, wave: Wave): WaveMessages {
    const turn = turnOf(wave);
    const known = this.#messages.get(turn);
    if (known?.version === alert.version && known.short === wave.short) return known.made;
    const made = new WaveMessages(this.#deps, alert, wave);
    this.#messages.set(turn, { version: alert.version, short: wave.short, made });
    return made;
  }
}
