import type { ModemRouteConfig } from '../../config/routes/modem-route.ts';
import type { Outcome } from '../../domain/messages/outcome.ts';
import type { Allowance } from '../../domain/routes/allowance.ts';
import { routeCapabilities } from '../../domain/routes/capabilities.ts';
import type { ModemDetails } from '../../domain/routes/modem-details.ts';
import type { OutgoingPart, Route, RouteStatus } from '../../domain/routes/route.ts';
import type { AtChannel } from './at/at-channel.ts';
import { reportServiceCentre } from './bring-up/report-service-centre.ts';
import type { ModemHost } from './device/host.ts';
import { namedProfile } from './device/profile-choice.ts';
import { ModemDriver } from './driver/driver.ts';
import { LineWork } from './driver/line-work.ts';
import { UpkeepTimer } from './driver/upkeep-timer.ts';
import type { ModemRouteDeps } from './modem-route-deps.ts';
import { modemStatus } from './modem-status.ts';
import { ModemWatch } from './modem-watch.ts';
import { withoutCheck } from './radio/check-events.ts';
import { RadioDoctor } from './radio/radio-doctor.ts';
import { type Task, UnsolicitedResults } from './receive/incoming.ts';
import { routeState, simQuarantine, withNote } from './route-state.ts';
import { notSent, PartQueue, type QueuedPart, tooLong } from './send/part-queue.ts';
import { PartSender } from './send/part-sender.ts';
import { SentLog } from './send/sent-log.ts';
import { SlowPart } from './send/slow-part.ts';
import { lengthsLeft } from './sim/quota.ts';
import { carrierName, simName } from './sim/sim-name.ts';
import { SimQuota } from './sim/sim-quota.ts';
import { SimService } from './sim/sim-service.ts';

/** Parts without an outcome: one is being sent, one waits for the radio, one place is kept for a critical part. */
const WINDOW = 3;
/** Pause in ms before a part that found no room is offered again. */
const FULL_MS = 1000;

/** Creates a route over one GSM modem on a serial port. @throws TocsinError configInvalid: an unknown profile */
export const createModemRoute = (config: ModemRouteConfig, deps: ModemRouteDeps, host: ModemHost): Route => {
  namedProfile(deps.profiles, config.profile);
  return new ModemRoute(config, deps, host);
};

export class ModemRoute implements Route {
  readonly id: string;
  readonly type = 'modem';
  readonly capabilities = routeCapabilities.modem;
  readonly sim: SimService;
  readonly #config: ModemRouteConfig;
  readonly #deps: ModemRouteDeps;
  readonly #driver: ModemDriver;
  readonly #incoming: UnsolicitedResults;
  readonly #quota: SimQuota;
  readonly #sender: PartSender;
  readonly #queue = new PartQueue();
  readonly #slow: SlowPart;
  readonly #line: LineWork;
  readonly #upkeep: UpkeepTimer;
  readonly #watch: ModemWatch;
  readonly modemDetails = (): ModemDetails => this.#watch.details();
  #sending = false;
  #stopping = false;

  constructor(config: ModemRouteConfig, deps: ModemRouteDeps, host: ModemHost) {
    this.id = config.id;
    this.#config = config;
    this.#deps = deps;
    const sent = new SentLog();
    const carrier = () => carrierName(this.#driver.facts, this.id);
    const changed = () => deps.events.changed();
    const busy = () => this.#whyBusy();
    this.#driver = new ModemDriver(config, {
      ...deps,
      host,
      changed: () => this.#onState(),
      wanted: () => this.#watch.slots.wanted,
      frame: (frame) => {
        if (frame.kind !== 'line' || !this.sim.take(frame.line)) this.#incoming.take(frame);
      },
    });
    const { limits, recipientsPerMonth, roaming } = config;
    this.#quota = new SimQuota({ ...limits, recipientsPerMonth }, { ...deps, changed });
    const around = { ...deps, config, driver: this.#driver, quota: this.#quota, sent, changed };
    const doctor = new RadioDoctor({
      ...around,
      incoming: () => this.#incoming,
      busy,
      wanted: () => this.#queue.length > 0,
      handBack: () => this.#queue.returnUnbegun('the radio is being checked'),
    });
    this.sim = new SimService({
      ...around,
      doctor,
      balance: config.balance,
      simName: () => simName(this.#driver.facts, this.id),
      busy,
      add: (task) => this.#askSim(task),
    });
    this.#incoming = new UnsolicitedResults({
      routeId: config.id,
      events: withoutCheck(deps.events, () => doctor),
      log: deps.log,
      clock: deps.clock,
      sent,
      facts: () => this.#driver.facts,
      carrier,
      wanted: () => this.#work(),
    });
    this.#line = new LineWork({ ...around, routeId: config.id, next: () => this.#nextTask() });
    const own = { ...around, incoming: this.#incoming };
    this.#watch = new ModemWatch({ ...own, sim: this.sim });
    this.#upkeep = new UpkeepTimer({ ...own, roaming, measured: () => this.#watch.measured() });
    this.#slow = new SlowPart({ ...around, handBack: () => this.#queue.returnUnbegun('the modem is slow') });
    this.#sender = new PartSender({
      ...own,
      carrier,
      sweep: () => this.#incoming.sweep(),
      checkServiceCentre: () =>
        this.#incoming.add((channel) => reportServiceCentre(channel, this.#driver.facts, config, deps.log)),
    });
  }

  start(): void {
    this.#driver.start();
  }

  status(): RouteStatus {
    const quota = this.#quota.now;
    const spent = quota?.reason ?? quota?.noNewRecipient;
    const { state, reason } = routeState(this.#driver.state, spent, this.#deps.clock.elapsed());
    const takesParts = state === 'up' || (reason !== undefined && reason === quota?.noNewRecipient);
    const inFlight = this.#queue.length + (this.#sending ? 1 : 0);
    // The SIM's usage counts the part that is being sent, once it is on disk.
    const uncounted = this.#queue.length + this.#quota.counting;
    const left = (quota?.lengths.now ?? WINDOW) - uncounted;
    const room = Math.max(0, Math.min(WINDOW - inFlight, left));
    const isBusy = this.#stopping || this.sim.isHoldingUp || this.#slow.isSlow;
    return {
      ...(this.#stopping ? { state, reason: 'stopping' } : withNote({ state, reason }, this.#incoming.full)),
      room: takesParts && !isBusy ? room : 0,
      inFlight,
      window: WINDOW,
      lengths: lengthsLeft(quota, uncounted),
      quarantine: simQuarantine(this.#driver.state),
      modem: modemStatus(this.#driver.facts, this.#config, quota?.leftToNew),
    };
  }

  allowance(): Allowance | undefined {
    return this.#quota.now?.allowance;
  }

  submit(part: OutgoingPart): Promise<Outcome> {
    const { state, reason, room, lengths } = this.status();
    if (lengths !== undefined && part.parts > lengths.most) return Promise.resolve(tooLong(part, lengths));
    if (room === 0) {
      const full = state === 'up' ? 'the modem takes no more parts now' : undefined;
      return Promise.resolve(notSent(full ?? reason ?? 'the modem is not ready', FULL_MS));
    }
    const outcome = this.#queue.add(part, this.#sending);
    this.sim.messageWaits();
    this.#work();
    return outcome;
  }

  async stop(signal: AbortSignal): Promise<void> {
    this.#stopping = true;
    this.#queue.returnAll('the route is stopping', 0);
    const mustEnd = this.#sending || this.sim.isCheckingRadio;
    this.sim.forget();
    if (mustEnd && !signal.aborted) {
      const aborted = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => aborted.resolve(), { once: true });
      await Promise.race([this.#line.done, aborted.promise]);
    }
    this.#upkeep.stop();
    this.#quota.close();
    await this.#driver.close();
    this.#incoming.forget();
    await this.#line.done;
  }

  /** Why no USSD code can be sent now; undefined if one can. */
  #whyBusy(): string | undefined {
    if (this.#sending || this.#queue.length > 0) return 'the modem is sending';
    const { kind } = this.#driver.state;
    if ((kind === 'ready' || kind === 'quarantined') && !this.#stopping) return undefined;
    return this.status().reason ?? 'the modem is not ready';
  }

  /** Runs a USSD request, also with a quarantined SIM: its balance may tell why the network refused it. */
  #askSim(task: Task): void {
    const { state, channel } = this.#driver;
    if (state.kind === 'quarantined' && channel !== undefined) this.#line.goAlone(channel, task);
    else this.#incoming.add(task);
  }

  #onState(): void {
    const { state, facts } = this.#driver;
    if (state.kind === 'ready') {
      this.#incoming.begin();
      if (this.#deps.clock.elapsed() < state.restUntil) this.#queue.returnUnbegun('the modem rests');
      this.#work();
    } else if (state.kind !== 'sending') {
      this.#incoming.forget();
      this.sim.forget();
      this.#queue.returnAll('the modem is out of service', FULL_MS);
      this.#upkeep.stop();
      if (state.kind === 'registering') void this.#quota.use(simName(facts, this.id));
    }
    this.#watch.slots.look();
    this.#deps.events.changed();
  }

  #work(): void {
    if (this.#stopping || this.#driver.state.kind !== 'ready') return;
    this.#upkeep.start();
    this.#line.go();
  }

  #nextTask(): Task | undefined {
    const { state } = this.#driver;
    if (state.kind !== 'ready' || this.#stopping) return undefined;
    const task = this.#incoming.next();
    if (task !== undefined) return task;
    const queued = this.#deps.clock.elapsed() < state.restUntil ? undefined : this.#queue.next();
    return queued ? (channel) => this.#send(channel, queued) : this.#upkeep.firstLook();
  }

  async #send(channel: AtChannel, { part, waited, resolve }: QueuedPart): Promise<void> {
    this.#sending = true;
    // In a series of parts the next part is submitted as soon as this one has its outcome.
    const inARow = waited || this.#queue.length > 0;
    this.#slow.begin(part, (unanswered) => {
      this.#queue.returnAttempt(part);
      resolve(unanswered);
    });
    const outcome = await this.#sender.send(channel, part, inARow).catch((error: unknown) => {
      // After a bug in the gateway nobody knows whether the part left, so its outcome must be `uncertain`.
      this.#deps.log.error({ route: this.id, err: error }, 'sending a part failed');
      const reason = 'the gateway failed while sending';
      // The modem's state is unknown too. Without this event the state would stay `sending` for ever.
      this.#driver.post({ kind: 'mute', reason });
      return { kind: 'uncertain', reason, evidence: String(error) } as const;
    });
    this.#sending = false;
    if (outcome.kind === 'refused' || outcome.kind === 'retry') this.#queue.returnAttempt(part);
    const isLate = this.#slow.end(outcome);
    if (!isLate) resolve(outcome);
    else if (outcome.kind !== 'uncertain') this.#deps.events.lateOutcome(part, outcome);
    this.#deps.events.changed();
  }
}
