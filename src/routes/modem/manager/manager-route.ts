import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { Outcome } from '../../../domain/messages/outcome.ts';
import type { Allowance } from '../../../domain/routes/allowance.ts';
import { routeCapabilities } from '../../../domain/routes/capabilities.ts';
import type { OutgoingPart, Route, RouteStatus } from '../../../domain/routes/route.ts';
import { noRegistration } from '../bring-up/registration.ts';
import type { ModemHost } from '../device/host.ts';
import type { ModemRouteDeps } from '../modem-route-deps.ts';
import { notSent, tooLong } from '../send/part-queue.ts';
import { SentLog } from '../send/sent-log.ts';
import { asQuarantine } from '../sim/quarantine.ts';
import { lengthsLeft } from '../sim/quota.ts';
import { carrierName, simName } from '../sim/sim-name.ts';
import { SimQuota } from '../sim/sim-quota.ts';
import type { Found } from './bus/manager-link.ts';
import { Inbox } from './inbox.ts';
import { ManagerDriver } from './manager-driver.ts';
import { ManagerSim } from './manager-sim.ts';
import { managerRouteState } from './manager-state.ts';
import { CountingSender } from './send/counting-sender.ts';
import { Gathering } from './send/gathering.ts';
import { References } from './send/references.ts';
import { isRoaming, registrationWords } from './situation.ts';

/**
 * The largest number of messages that the route takes before it returns an outcome: one is being sent, one waits so
 * that the radio is never idle, and one place is kept for a critical message.
 */
const WINDOW = 3;
/** Pause in ms before a part that found no room is offered again. */
const FULL_MS = 1000;
/** How long the network's answer to one part may take, ms. ModemManager itself gives up before. */
const PART_MS = 180_000;

type ManagerRouteDeps = Omit<ModemRouteDeps, 'profiles' | 'ports'>;

/** A route over one modem that ModemManager drives, such as a stick with QMI or MBIM and without AT ports. */
export class ManagerRoute implements Route {
  readonly id: string;
  readonly type = 'modem';
  readonly capabilities = routeCapabilities.modem;
  readonly sim: ManagerSim;
  readonly #config: ModemRouteConfig;
  readonly #deps: ManagerRouteDeps;
  readonly #driver: ManagerDriver;
  readonly #gathering: Gathering;
  readonly #inbox: Inbox;
  readonly #quota: SimQuota;
  readonly #sender: CountingSender;
  /** The number of parts of the message that is being sent. */
  #sending = 0;
  #stopping = false;
  #work: Promise<void> = Promise.resolve();
  #takings: Promise<void> = Promise.resolve();

  constructor(config: ModemRouteConfig, deps: ManagerRouteDeps, host: Pick<ModemHost, 'run'>) {
    this.id = config.id;
    this.#config = config;
    this.#deps = deps;
    const changed = () => this.#onChange();
    const references = new References();
    const sent = new SentLog();
    const identity = { imei: config.modemManager?.imei };
    const carrier = () => carrierName({ ...this.#driver.sim, identity }, this.id);
    // The same SIM has the same name in a modem with AT commands.
    const nameOfSim = () => simName({ ...this.#driver.sim, identity }, this.id);
    this.#gathering = new Gathering(deps.clock);
    const { limits, recipientsPerMonth } = config;
    this.#quota = new SimQuota({ ...limits, recipientsPerMonth }, { ...deps, changed });
    this.#driver = new ManagerDriver(config, {
      ...deps,
      imei: config.modemManager?.imei ?? '',
      address: config.modemManager?.bus,
      host,
      simName: nameOfSim,
      changed,
      gone: () => this.#inbox.forget(),
      simKnown: () => void this.#quota.use(nameOfSim()),
      ready: ({ bus, path }) => this.#inbox.sweep(bus, path),
      signal: (found, path, member, body) => this.#onSignal(found, path, member, body),
    });
    this.#sender = new CountingSender({
      ...deps,
      routeId: config.id,
      references,
      carrier,
      sent,
      quota: this.#quota,
      simName: nameOfSim,
      isReady: () => this.#driver.found !== undefined,
      serviceCentre: config.smsc,
      partMs: config.sendTimeout ?? PART_MS,
      restMs: () => this.#driver.restMs,
      conclude: (verdict) => this.#driver.conclude(verdict),
    });
    this.#inbox = new Inbox({
      ...deps,
      routeId: config.id,
      sent,
      references,
      carrier,
      isUnderWay: (path) => this.#sender.isUnderWay(path),
    });
    this.sim = new ManagerSim({
      ...deps,
      driver: this.#driver,
      simName: nameOfSim,
      busy: () => this.#whyBusy(),
      changed,
    });
  }

  start(): void {
    this.#driver.start();
  }

  status(): RouteStatus {
    const { view, rest, state: driven } = this.#driver;
    const quota = this.#quota.now;
    const now = this.#deps.clock.elapsed();
    const spent = quota?.reason ?? quota?.noNewRecipient;
    const { state, reason } = managerRouteState(driven, rest, spent, now);
    const takesParts = state === 'up' || (reason !== undefined && reason === quota?.noNewRecipient);
    const isBusy = this.#stopping || this.sim.inDialogue;
    return {
      state,
      reason: this.#stopping ? 'stopping' : reason,
      room: takesParts && !isBusy ? this.#room(quota?.lengths.now) : 0,
      inFlight: this.#sending + this.#gathering.parts,
      window: WINDOW,
      lengths: lengthsLeft(quota, this.#gathering.parts),
      quarantine: driven.kind === 'aside' ? asQuarantine(driven) : undefined,
      modem: {
        imei: this.#config.modemManager?.imei,
        operator: view?.operator,
        // ModemManager tells one state for calls, messages and data together.
        registration: { ...noRegistration, cs: view === undefined ? undefined : registrationWords(view) },
        technology: undefined,
        avoidsRoaming: view !== undefined && isRoaming(view) && this.#config.roaming !== 'allow',
        signalDbm: view?.signalDbm,
        simLimitLeft: quota?.leftToNew,
      },
    };
  }

  allowance(): Allowance | undefined {
    return this.#quota.now?.allowance;
  }

  submit(part: OutgoingPart): Promise<Outcome> {
    const { state, reason, room, lengths } = this.status();
    if (lengths !== undefined && part.parts > lengths.most) return Promise.resolve(tooLong(part, lengths));
    if (room === 0) {
      const why = state === 'up' ? 'the modem takes no more parts now' : (reason ?? 'the modem is not ready');
      return Promise.resolve(notSent(why, FULL_MS));
    }
    const outcome = this.#gathering.add(part);
    this.#go();
    return outcome;
  }

  async stop(signal: AbortSignal): Promise<void> {
    this.#stopping = true;
    this.#gathering.returnAll('the route is stopping', 0);
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => aborted.resolve(), { once: true });
    if (signal.aborted) aborted.resolve();
    await Promise.race([this.#work, aborted.promise]);
    this.#quota.close();
    // The end of the connection ends the message that is being sent: it is uncertain.
    await this.#driver.close();
    await this.#work;
    await this.#takings;
  }

  /**
   * While a message lacks parts, there is room for them, and for the share that the send loop keeps for critical
   * messages (`src/dispatch/route/kept-places.ts`), but for no other message.
   */
  #room(quotaLeft: number | undefined): number {
    const { missing, messages, parts } = this.#gathering;
    if (missing > 0) return missing + Math.ceil((missing + parts + this.#sending) / 9) + 1;
    const places = WINDOW - messages - (this.#sending > 0 ? 1 : 0);
    return Math.max(0, Math.min(places, (quotaLeft ?? WINDOW) - parts));
  }

  /** Why no USSD code can be sent now; undefined if one can. */
  #whyBusy(): string | undefined {
    if (this.#sending > 0 || this.#gathering.messages > 0) return 'the modem is sending';
    const { kind } = this.#driver.state;
    // A SIM that is set aside gets no messages, but its balance may tell why the network refused it.
    if ((kind === 'ready' || kind === 'aside') && !this.#stopping) return undefined;
    return this.status().reason ?? 'the modem is not ready';
  }

  #onChange(): void {
    const { kind } = this.#driver.state;
    if (kind !== 'ready') this.#gathering.returnAll('the modem is out of service', FULL_MS);
    this.#go();
    this.#deps.events.changed();
  }

  /** `Added` announces a message, and its change to the state "received" that all its parts are there. */
  #onSignal({ bus, path: modem }: Found, path: string, member: string, body: readonly unknown[]): void {
    if (member === 'Added' && path === modem && body[1] === true) this.#take(bus, modem, String(body[0]));
    if (member === 'PropertiesChanged' && path.includes('/SMS/')) this.#take(bus, modem, path);
  }

  #take(bus: Found['bus'], modem: string, path: string): void {
    if (this.#stopping) return;
    this.#takings = this.#takings.then(() => this.#inbox.take(bus, modem, path));
  }

  #go(): void {
    if (this.#sending > 0 || this.#stopping) return;
    const { found, rest } = this.#driver;
    if (found === undefined || this.sim.inDialogue) return;
    if (rest !== undefined && this.#deps.clock.elapsed() < rest.until) {
      this.#gathering.returnAll('the modem rests', 0);
      return;
    }
    const message = this.#gathering.next();
    if (message === undefined) return;
    this.#sending = message.parts.length;
    this.#work = this.#sender.send(found, message).then(() => {
      this.#sending = 0;
      this.#go();
      this.#deps.events.changed();
    });
  }
}
