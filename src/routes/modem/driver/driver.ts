import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { Cancel } from '../../../kernel/clock.ts';
import { TocsinError } from '../../../kernel/errors.ts';
import { AtChannel } from '../at/at-channel.ts';
import type { Frame } from '../at/line-sorter.ts';
import { register, wake } from '../bring-up/bring-up.ts';
import type { ModemFacts } from '../bring-up/modem-facts.ts';
import { noFacts } from '../bring-up/modem-facts.ts';
import { isMissing, OpenTrouble } from '../device/open-trouble.ts';
import { SimQuarantine } from '../sim/quarantine.ts';
import { simName } from '../sim/sim-name.ts';
import type { DriverDeps } from './driver-deps.ts';
import { atStart, step } from './machine.ts';
import type { ModemEffect, ModemEvent, ModemState } from './modem-state.ts';
import { cutPower, restart } from './restarts.ts';

/** Runs the state machine of one modem: carries out its effects and posts the resulting events. */
export class ModemDriver {
  readonly #config: ModemRouteConfig;
  readonly #deps: DriverDeps;
  readonly #quarantine: SimQuarantine;
  readonly #trouble: OpenTrouble;
  #state: ModemState = atStart;
  #facts = noFacts();
  #channel: AtChannel | undefined;
  #channelClosed: Promise<void> = Promise.resolve();
  #path = '';
  #cancelWait: Cancel = () => undefined;
  readonly #closing = new AbortController();
  readonly #restartedFor = new Set<string>();
  readonly #running = new Set<Promise<void>>();

  constructor(config: ModemRouteConfig, deps: DriverDeps) {
    this.#config = config;
    this.#deps = deps;
    this.#quarantine = new SimQuarantine(deps);
    this.#trouble = new OpenTrouble(config.id, deps.log);
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

  /**
   * Quarantines the SIM after it or its subscription refused a message. The quarantine is stored for the SIM, so it
   * also holds in another modem.
   */
  setSimAside(reason: string): void {
    const sim = simName(this.#facts, this.#config.id);
    this.post({ kind: 'simAside', ...this.#quarantine.begin(sim, reason) });
  }

  /** Checks a locked or quarantined SIM again now, instead of at the end of its wait. */
  tryAgain(): void {
    this.#quarantine.forget();
    this.#lookAgain();
  }

  #lookAgain(): void {
    if (this.#state.kind !== 'locked' && this.#state.kind !== 'quarantined') return;
    this.#cancelWait();
    this.post({ kind: 'again' });
  }

  /** Brings the modem up again with the SIM that is wanted now. */
  changeSim(): void {
    this.#lookAgain();
    this.post({ kind: 'restarted' });
  }

  post(event: ModemEvent): void {
    if (this.#closing.signal.aborted) return;
    const { clock, random, log, changed } = this.#deps;
    const before = this.#state;
    const { reconnect, powerHook } = this.#config;
    const times = { now: clock.now(), elapsed: clock.elapsed() };
    const context = { ...times, random: random(), reconnect, canPower: powerHook !== undefined };
    const [state, effects] = step(before, event, context);
    this.#state = state;
    if (state.kind !== before.kind) {
      log.info({ route: this.#config.id, from: before.kind, to: state.kind, event }, 'modem state');
    }
    for (const effect of effects) this.#do(effect);
    if (state !== before) changed();
  }

  /** Closes the serial line, and ends everything that uses it. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelWait();
    await this.#closeChannel();
    await Promise.all(this.#running);
    await this.#quarantine.close();
  }

  #do(effect: ModemEffect): void {
    switch (effect.kind) {
      case 'wait':
        this.#cancelWait();
        this.#cancelWait = this.#deps.clock.after(effect.ms, () => this.post({ kind: 'waited' }));
        return;
      case 'close':
      case 'open':
        this.#track(effect.kind === 'open' ? this.#open() : this.#closeChannel());
        return;
      case 'wake':
        this.#onChannel(async (channel) => {
          const usb = await this.#deps.host.usbId(this.#path);
          const deps = { ...this.#deps, usb, restartedFor: this.#restartedFor };
          return this.#unlessAside(await wake(channel, this.#facts, this.#deps.wanted(), deps));
        });
        return;
      case 'register':
        this.#onChannel((channel) => this.#register(channel));
        return;
      case 'resync':
        this.#onChannel(async (channel) =>
          (await channel.resync())
            ? { kind: 'resynced' }
            : { kind: 'mute', reason: 'the modem does not answer' },
        );
        return;
      case 'reset':
        this.#onChannel((channel) => restart(channel, this.#facts.choice?.profile.settings.restartMs));
        return;
      case 'power':
        this.#onChannel(() => cutPower(this.#config, this.#deps, this.#closing.signal));
        return;
    }
  }

  #onFrame(frame: Frame): void {
    const bootLines = this.#facts.choice?.profile.settings.bootLines ?? [];
    if (frame.kind === 'line' && bootLines.includes(frame.line)) {
      // The modem won't answer the command in flight any more, so that command ends as if it had timed out.
      this.#channel?.abandon();
      this.post({ kind: 'restarted' });
      return;
    }
    this.#deps.frame(frame);
  }

  /** A quarantine belongs to the SIM, so it still holds after the SIM was pulled and put back, in any port. */
  async #unlessAside(event: ModemEvent): Promise<ModemEvent> {
    if (event.kind !== 'unlocked') return event;
    const aside = await this.#quarantine.of(simName(this.#facts, this.#config.id));
    return aside === undefined ? event : { kind: 'simAside', ...aside };
  }

  async #open(): Promise<void> {
    const { clock, host } = this.#deps;
    const { baudRate, imei } = this.#config;
    try {
      await this.#channelClosed;
      const path = await this.#findPath();
      if (this.#closing.signal.aborted) return;
      if (path === undefined) {
        this.#openFailed(`no port has the modem ${imei}`);
        return;
      }
      const channel: AtChannel = await AtChannel.open(host.open, path, baudRate, clock, {
        unsolicited: (frame) => {
          if (this.#channel === channel) this.#onFrame(frame);
        },
        closed: (reason) => {
          if (this.#channel === channel) this.post({ kind: 'lost', reason });
        },
      });
      this.#channel = channel;
      this.#path = path;
      this.#facts = noFacts();
    } catch (error) {
      this.#openFailed(error instanceof Error ? error.message : String(error));
      return;
    }
    if (this.#closing.signal.aborted) await this.#closeChannel();
    else {
      this.#trouble.opened();
      this.post({ kind: 'opened' });
    }
  }

  #openFailed(reason: string): void {
    if (!this.#closing.signal.aborted) this.#trouble.failed(this.#config.device, reason);
    this.post({ kind: 'openFailed', reason, missing: isMissing(reason) });
  }

  async #findPath(): Promise<string | undefined> {
    const { device, imei, baudRate } = this.#config;
    if (device !== undefined || imei === undefined) return device;
    return this.#deps.ports.find(imei, baudRate, this.#closing.signal);
  }

  async #closeChannel(): Promise<void> {
    const channel = this.#channel;
    this.#channel = undefined;
    // The port can be opened again only after it is closed.
    if (channel !== undefined) {
      this.#channelClosed = channel.close();
      this.#deps.ports.forget(this.#path);
    }
    await this.#channelClosed;
  }

  async #register(channel: AtChannel): Promise<ModemEvent> {
    const { roaming, ear } = this.#config;
    const event = await register(channel, this.#facts, roaming, ear?.cellBroadcast?.channels);
    const why = this.#facts.service?.noBroadcasts;
    if (event.kind === 'registered' && why !== undefined)
      this.#deps.log.error({ route: this.#config.id, why }, 'no cell broadcasts come from this modem');
    return event;
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
        // When the serial line closes, the `closed` callback above posts the event.
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
