import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import { Looper } from '../../../kernel/looper.ts';
import type { ModemHost } from '../device/host.ts';
import type { ModemRouteDeps } from '../modem-route-deps.ts';
import type { ModemVerdict } from '../send/submit-outcome.ts';
import { SimQuarantine } from '../sim/quarantine.ts';
import { type Found, ManagerLink } from './bus/manager-link.ts';
import type { ModemView, SimView } from './bus/modem-view.ts';
import { MODEM } from './bus/names.ts';
import { atStart, hintOf, type ManagerState, type Rest, reasonOf } from './manager-state.ts';
import { Remedies } from './remedies.ts';
import { SimCard } from './sim-card.ts';
import { situationOf } from './situation.ts';

/** How often the modem is looked at without an event, ms: then its inbox is read too. */
const LOOK_MS = 30_000;
/** How long ModemManager may take to enable or reset a modem, ms. */
const ENABLE_MS = 120_000;
/** The pause after ModemManager could not enable the modem, ms. */
const ENABLE_AGAIN_MS = 15_000;

export interface ManagerDriverDeps extends Omit<ModemRouteDeps, 'events' | 'profiles' | 'ports'> {
  readonly imei: string;
  readonly address: string | undefined;
  readonly host: Pick<ModemHost, 'run'>;
  /** The name under which the limits and the quarantine of the SIM are kept. */
  readonly simName: () => string;
  /** Called after every change of state, and when the properties of the modem changed. */
  readonly changed: () => void;
  /** Called when the modem went away. */
  readonly gone: () => void;
  /** Called when the SIM is known, before the modem becomes ready. */
  readonly simKnown: () => void;
  /** Called each time that the modem was looked at and is ready. */
  readonly ready: (found: Found) => Promise<void>;
  /** Called for each signal of a message. */
  readonly signal: (found: Found, path: string, member: string, body: readonly unknown[]) => void;
}

/** Brings a modem up through ModemManager, and keeps it up. */
export class ManagerDriver {
  readonly #config: ModemRouteConfig;
  readonly #deps: ManagerDriverDeps;
  readonly #link: ManagerLink;
  readonly #looper: Looper;
  readonly #remedies: Remedies;
  readonly #quarantine: SimQuarantine;
  readonly #sim: SimCard;
  #state: ManagerState = atStart;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #enableNotBefore = 0;

  constructor(config: ModemRouteConfig, deps: ManagerDriverDeps) {
    this.#config = config;
    this.#deps = deps;
    const { clock, log } = deps;
    this.#quarantine = new SimQuarantine(deps);
    this.#sim = new SimCard({ ...deps, pin: config.pin, known: deps.simKnown });
    this.#remedies = new Remedies(config, { ...deps, reset: () => this.#reset() });
    this.#link = new ManagerLink({
      ...deps,
      reconnect: config.reconnect,
      changed: () => {
        deps.changed();
        this.#looper.wake();
      },
      gone: () => {
        this.#sim.left();
        this.#become({ kind: 'absent', reason: 'ModemManager does not have it' });
        deps.gone();
      },
      signal: (path, member, body) => {
        const { found } = this.#link;
        if (found === undefined) return;
        deps.signal(found, path, member, body);
        if (path !== found.view.simPath) return;
        this.#sim.readAgain();
        this.#looper.wake();
      },
    });
    this.#looper = new Looper(() => this.#look(), { clock, log, failure: 'ModemManager cannot be used' });
  }

  get state(): ManagerState {
    return this.#state;
  }

  get rest(): Rest | undefined {
    return this.#remedies.rest;
  }

  get sim(): SimView {
    return this.#sim.view;
  }

  get view(): ModemView | undefined {
    return this.#link.found?.view;
  }

  /** The modem, whatever its state is. */
  get present(): Found | undefined {
    return this.#link.found;
  }

  /** The modem, if it is ready. */
  get found(): Found | undefined {
    return this.#state.kind === 'ready' ? this.#link.found : undefined;
  }

  get restMs(): number {
    return this.#remedies.restMs;
  }

  start(): void {
    this.#looper.start();
  }

  /** Looks anew at a SIM that was locked or set aside. */
  tryAgain(): void {
    this.#sim.retryPin();
    this.#quarantine.forget();
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    this.#looper.wake();
  }

  /** Draws the conclusions from what a message showed about the modem. */
  conclude(verdict: ModemVerdict): void {
    if (verdict.kind === 'storageFull') {
      this.#lookedAt = Number.NEGATIVE_INFINITY;
      this.#looper.wake();
    } else if (verdict.kind === 'simAside') {
      this.#become({ kind: 'aside', ...this.#quarantine.begin(this.#deps.simName(), verdict.reason) });
      this.#looper.wake();
    } else if (verdict.kind === 'mute' || verdict.kind === 'trouble' || verdict.kind === 'noServiceCentre') {
      this.#remedies.failed(verdict.reason);
    } else if ('reason' in verdict) {
      this.#deps.log.error(
        { route: this.#config.id, reason: verdict.reason },
        'the network says that a message was written wrongly: a fault of the gateway',
      );
    } else this.#remedies.fine();
  }

  async close(): Promise<void> {
    const stopped = this.#looper.stop();
    await this.#link.close();
    await stopped;
    await this.#remedies.close();
    await this.#quarantine.close();
  }

  #become(state: ManagerState): void {
    const before = this.#state;
    this.#state = state;
    if (before.kind === state.kind && reasonOf(before) === reasonOf(state)) return;
    const { log, changed } = this.#deps;
    log.info(
      { route: this.#config.id, from: before.kind, to: state.kind, reason: reasonOf(state) },
      'modem state',
    );
    changed();
  }

  /** @returns when to look again without an event, ms */
  async #look(): Promise<number> {
    const waitMs = await this.#link.connect();
    const { found } = this.#link;
    if (found === undefined) {
      const unknown = `ModemManager has no modem with the IMEI ${this.#deps.imei}`;
      this.#become({ kind: 'absent', reason: waitMs === undefined ? unknown : this.#link.reason });
      return waitMs ?? LOOK_MS;
    }
    await this.#sim.read(found);
    const situation = situationOf(found.view, this.#config.roaming);
    switch (situation.kind) {
      case 'failed':
      case 'locked':
      case 'unregistered':
        this.#become({ kind: situation.kind, reason: situation.reason });
        return LOOK_MS;
      case 'starting':
        this.#become({ kind: 'starting', reason: 'ModemManager is starting the modem' });
        return LOOK_MS;
      case 'pin':
        return this.#unlock(found);
      case 'disabled':
        return this.#enable(found);
      case 'usable':
        return this.#useIt(found);
    }
  }

  async #unlock(found: Found): Promise<number> {
    const { reason, againMs } = await this.#sim.unlock(found);
    this.#become({ kind: 'locked', reason });
    return againMs ?? LOOK_MS;
  }

  async #enable({ bus, path }: Found): Promise<number> {
    const { clock } = this.#deps;
    const waitMs = this.#enableNotBefore - clock.elapsed();
    if (waitMs > 0) return waitMs;
    this.#become({ kind: 'starting', reason: 'ModemManager is enabling the modem' });
    const reply = await bus.call({
      path,
      interface: MODEM,
      member: 'Enable',
      signature: 'b',
      body: [true],
      timeoutMs: ENABLE_MS,
    });
    if (reply.kind === 'ok') return 0;
    this.#enableNotBefore = clock.elapsed() + ENABLE_AGAIN_MS;
    const why = reply.kind === 'lost' ? reply.reason : reply.text;
    this.#become({ kind: 'failed', reason: `ModemManager can't enable the modem (${why})${hintOf(why)}` });
    return ENABLE_AGAIN_MS;
  }

  async #reset(): Promise<void> {
    const { found } = this.#link;
    if (found === undefined) return;
    const { log } = this.#deps;
    log.warn({ route: this.#config.id }, 'ModemManager is asked to reset the modem');
    const { bus, path } = found;
    const reply = await bus.call({ path, interface: MODEM, member: 'Reset', timeoutMs: ENABLE_MS });
    if (reply.kind !== 'ok') log.warn({ route: this.#config.id, reply }, 'the modem could not be reset');
  }

  async #useIt(found: Found): Promise<number> {
    const { clock, ready } = this.#deps;
    // The strength of the signal changes every few seconds, and wakes the looper too.
    const isNew = this.#state.kind !== 'ready';
    if (!isNew && clock.elapsed() - this.#lookedAt < LOOK_MS) return LOOK_MS;
    const aside = await this.#quarantine.of(this.#deps.simName());
    if (aside !== undefined) {
      this.#become({ kind: 'aside', reason: aside.reason, until: aside.until });
      return aside.until - clock.now();
    }
    if (found.gone.aborted) return 0;
    this.#lookedAt = clock.elapsed();
    this.#become({ kind: 'ready' });
    await ready(found);
    return LOOK_MS;
  }
}
