import type { ModemRouteConfig } from '../../config/modem-route.ts';
import type { Cancel, Clock } from '../../domain/clock.ts';
import { TocsinError } from '../../domain/errors.ts';
import type { Log } from '../../domain/log.ts';
import type { SimBook } from '../../domain/sim-book.ts';
import { AtChannel } from './at-channel.ts';
import type { ModemFacts } from './bring-up.ts';
import { noFacts, register, wake } from './bring-up.ts';
import { findByImei } from './device-finder.ts';
import type { SerialPorts } from './line.ts';
import type { Frame } from './line-sorter.ts';
import type { ModemEffect, ModemEvent, ModemState } from './machine.ts';
import { step } from './machine.ts';
import type { ModemProfile } from './profile.ts';

/** After a SIM or its contract refused, one more try tells whether that still holds. */
const ASIDE_MS = 15 * 60_000;

export interface DriverDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly simBook: SimBook;
  readonly profiles: readonly ModemProfile[];
  readonly ports: SerialPorts;
  /** After every change of state. */
  readonly changed: () => void;
  readonly frame: (frame: Frame) => void;
}

/** Runs the state machine of one modem: does what it asks for, tells it what came of it. */
export class ModemDriver {
  readonly #config: ModemRouteConfig;
  readonly #deps: DriverDeps;
  #state: ModemState = { kind: 'absent', reason: 'not started', failures: 0 };
  #facts = noFacts();
  #channel: AtChannel | undefined;
  #cancelWait: Cancel = () => undefined;
  #closed = false;
  readonly #running = new Set<Promise<void>>();
  /** By ICCID: a SIM that is pulled and put back is the same SIM. */
  readonly #aside = new Map<string, { readonly reason: string; readonly until: number }>();

  constructor(config: ModemRouteConfig, deps: DriverDeps) {
    this.#config = config;
    this.#deps = deps;
  }

  get state(): ModemState {
    return this.#state;
  }

  get facts(): ModemFacts {
    return this.#facts;
  }

  get channel(): AtChannel | undefined {
    return this.#channel;
  }

  start(): void {
    this.post({ kind: 'started' });
  }

  /** The SIM or its contract refuses: it is left alone for a while, in whatever port. */
  setSimAside(reason: string): void {
    const aside = { reason, until: this.#deps.clock.now() + ASIDE_MS };
    if (this.#facts.iccid !== undefined) this.#aside.set(this.#facts.iccid, aside);
    this.post({ kind: 'simAside', ...aside });
  }

  post(event: ModemEvent): void {
    if (this.#closed) return;
    const { clock, random, log, changed } = this.#deps;
    const before = this.#state;
    const context = { now: clock.now(), random: random(), reconnect: this.#config.reconnect };
    const [state, effects] = step(before, event, context);
    this.#state = state;
    if (state.kind !== before.kind) {
      log.info({ route: this.#config.id, from: before.kind, to: state.kind, event }, 'modem state');
    }
    for (const effect of effects) this.#do(effect);
    if (state !== before) changed();
  }

  /** Closes the line and ends what runs on it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelWait();
    await this.#closeChannel();
    await Promise.all(this.#running);
  }

  #do(effect: ModemEffect): void {
    switch (effect.kind) {
      case 'wait':
        this.#cancelWait();
        this.#cancelWait = this.#deps.clock.after(effect.ms, () => this.post({ kind: 'waited' }));
        return;
      case 'close':
        this.#track(this.#closeChannel());
        return;
      case 'open':
        this.#track(this.#open());
        return;
      case 'wake':
        this.#onChannel(async (channel) => {
          const { profiles, simBook } = this.#deps;
          const event = await wake(channel, this.#facts, this.#config, profiles, simBook);
          return this.#unlessAside(event);
        });
        return;
      case 'register':
        this.#onChannel((channel) => register(channel, this.#facts));
        return;
      case 'resync':
        this.#onChannel(async (channel) =>
          (await channel.resync())
            ? { kind: 'resynced' }
            : { kind: 'mute', reason: 'the modem does not answer' },
        );
        return;
    }
  }

  #unlessAside(event: ModemEvent): ModemEvent {
    const aside = this.#aside.get(this.#facts.iccid ?? '');
    if (event.kind !== 'unlocked' || aside === undefined) return event;
    return this.#deps.clock.now() < aside.until ? { kind: 'simAside', ...aside } : event;
  }

  async #open(): Promise<void> {
    const { clock, ports } = this.#deps;
    const { baudRate } = this.#config;
    const path = await this.#path();
    if (this.#closed) return;
    if (path === undefined) {
      this.post({ kind: 'openFailed', reason: `no port has the modem ${this.#config.imei}`, missing: true });
      return;
    }
    try {
      const channel: AtChannel = await AtChannel.open(ports.open, path, baudRate, clock, {
        unsolicited: (frame) => {
          if (this.#channel === channel) this.#deps.frame(frame);
        },
        closed: (reason) => {
          if (this.#channel === channel) this.post({ kind: 'lost', reason });
        },
      });
      this.#channel = channel;
      this.#facts = noFacts();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.post({ kind: 'openFailed', reason, missing: /no such file|ENOENT|cannot find/i.test(reason) });
      return;
    }
    if (this.#closed) await this.#closeChannel();
    else this.post({ kind: 'opened' });
  }

  async #path(): Promise<string | undefined> {
    const { device, imei, baudRate } = this.#config;
    if (device !== undefined || imei === undefined) return device;
    const { clock, ports } = this.#deps;
    return findByImei(imei, ports, baudRate, clock);
  }

  async #closeChannel(): Promise<void> {
    const channel = this.#channel;
    this.#channel = undefined;
    await channel?.close();
  }

  #onChannel(run: (channel: AtChannel) => Promise<ModemEvent>): void {
    const channel = this.#channel;
    if (channel === undefined) return;
    const done = run(channel).then(
      (event) => {
        if (this.#channel === channel) this.post(event);
      },
      (error: unknown) => {
        if (this.#channel !== channel) return;
        // A line that closes says so itself.
        if (error instanceof TocsinError && error.code === 'deviceFailed') return;
        this.#deps.log.error({ route: this.#config.id, err: error }, 'bringing the modem up failed');
        this.post({ kind: 'unfit', reason: error instanceof Error ? error.message : String(error) });
      },
    );
    this.#track(done);
  }

  #track(done: Promise<void>): void {
    this.#running.add(done);
    done.finally(() => this.#running.delete(done));
  }
}
