import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { goesOut, hasPeopleLeft, isKeptFromSending, stepWave } from '../../domain/alerts/wave-state.ts';
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

const FAILURE = 'the messages of an alert cannot be made; tried again';

const GATEWAY = { id: 'tocsin', name: 'the gateway' } as const;

/**
 * Makes the messages of the waves, a few of each in turn, just ahead of the routes. All it knows is on disk: killed
 * anywhere, it goes on behind the last person that has a message.
 */
export class Expander {
  readonly #deps: ExpanderDeps;
  readonly #messages = new Map<string, { readonly version: number; readonly made: WaveMessages }>();
  readonly #restUntil = new Map<string, number>();
  readonly #reportedGone = new Set<string>();
  /** Alerts of which waves may be held that are to be released. */
  readonly #overtaken = new Set<number>();
  readonly #looper: Looper;

  constructor(deps: ExpanderDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#looper = new Looper(() => this.#run(), { clock, log, failure: FAILURE });
  }

  start(): void {
    this.#looper.start();
  }

  /** The chunk that is being stored is waited for. */
  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** A wave began, or goes on. */
  wake(): void {
    this.#looper.wake();
  }

  /** Chunk after chunk, while there is room for one; how long to wait for room, ms; undefined: until something begins. */
  async #run(): Promise<number | undefined> {
    for (;;) {
      const round = await this.#round();
      if (this.#looper.signal.aborted || round === 'idle') return undefined;
      if (round === 'noRoom') return LOOK_AGAIN_MS;
    }
  }

  /** One chunk of each wave that has room. */
  async #round(): Promise<'stored' | 'noRoom' | 'idle'> {
    const waves = (await this.#deps.repository.openWaves()).filter(({ state }) => hasPeopleLeft(state));
    let busy = false;
    let waiting = false;
    for (const { alert: id, wave: number } of waves) {
      if (this.#looper.signal.aborted) break;
      const alert = await this.#deps.repository.getAlert(id);
      // After the alert: texts of before an update would else be stored under the version that it made.
      const ofAlert = await this.#deps.repository.waves(id);
      const wave = ofAlert.find((one) => one.wave === number);
      // Paused: who is left of one that was stopped before is still recorded.
      if (alert === undefined || wave === undefined) continue;
      if (alert.state === 'paused' && goesOut(wave.state)) continue;
      waiting = true;
      if (!this.#hasRoom(wave)) continue;
      busy = true;
      await this.#expand(alert, wave, ofAlert).catch((error: unknown) => this.#putOff(wave, error));
    }
    await this.#release();
    if (busy) return 'stored';
    return waiting ? 'noRoom' : 'idle';
  }

  /** It is not over: who else was in its audience nobody can tell any more, and somebody has to know. */
  async #waitForStop(alert: Alert, wave: Wave, gone: readonly string[]): Promise<void> {
    const { repository, clock, log, announce } = this.#deps;
    const turn = turnOf(wave);
    this.#restUntil.set(turn, clock.now() + NEXT_PASS_MS);
    if (this.#reportedGone.has(turn)) return;
    log.error({ alert: alert.id, gone }, 'the audience of an alert was removed while it goes out: stop it');
    const line = { actor: GATEWAY, action: 'audienceGone', detail: gone.join(', ') } as const;
    await repository.logAlert(alert.id, { at: clock.now(), ...line });
    // Only now: where it can't be written, it is tried again.
    this.#reportedGone.add(turn);
    announce({ alert, ...line });
  }

  /** Others go on: what is wrong may be with this one alone. */
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
    // Of what is overtaken as much leaves the queue as comes.
    if (!goesOut(wave.state) || wave.state.kind === 'overtaking') return true;
    const rate = traffic.paces().reduce((sum, pace) => sum + (pace.usable ? pace.ratePerSecond : 0), 0);
    const ahead = Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, rate * AHEAD_S));
    return traffic.waiting(turn) + CHUNK <= ahead;
  }

  async #expand(alert: Alert, wave: Wave, ofAlert: readonly Wave[]): Promise<void> {
    const { repository, traffic, clock, expanded } = this.#deps;
    const page = await wavePage(this.#deps, alert, wave, ofAlert, CHUNK);
    const now = clock.now();
    const { gone, instead } = page;
    const made = await this.#messagesOf(alert, wave).make(page.people, now);
    const people = made.map((one) => ({ ...one, instead: instead.get(one.message.to) }));
    const turn = turnOf(wave);
    // Stopped, or too late: nobody else would be written to anyway.
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
    });
    if (stored.kind === 'stale') return;
    for (const { lane, priority, messages } of stored.ended) traffic.queued(lane, priority, -messages, now);
    for (const { lane, priority, messages } of stored.queued) traffic.queued(lane, priority, messages, now);
    if (wave.state.kind === 'overtaking' && state.kind !== 'overtaking') this.#overtaken.add(alert.id);
    if (isAnew) this.#restUntil.set(turn, now + NEXT_PASS_MS);
    if (hasPeopleLeft(state)) return;
    this.#messages.delete(turn);
    this.#restUntil.delete(turn);
    this.#reportedGone.delete(turn);
    expanded(alert.id);
  }

  /** What was held while it was overtaken has only the newest text now; a stop or a pause may hold it still. */
  async #release(): Promise<void> {
    const { repository, traffic } = this.#deps;
    for (const id of this.#overtaken) {
      const [alert, waves] = await Promise.all([repository.getAlert(id), repository.waves(id)]);
      for (const wave of waves)
        if (alert !== undefined && !isKeptFromSending(wave, waves, alert.state))
          traffic.release(turnOf(wave));
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
}
