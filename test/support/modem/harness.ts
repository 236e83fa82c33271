import { modemRoute } from '../../../src/config/routes/modem-route.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type { OutgoingPart, PartKey } from '../../../src/domain/routes/route.ts';
import type { SignalRepository } from '../../../src/domain/routes/signal-repository.ts';
import type { ModemHost } from '../../../src/routes/modem/device/host.ts';
import { PortFinder } from '../../../src/routes/modem/device/port-finder.ts';
import { loadProfiles } from '../../../src/routes/modem/device/profile.ts';
import { ModemRoute } from '../../../src/routes/modem/modem-route.ts';
import { type LogLine, RouteRecorder, recordingLog } from '../smpp/route-recorder.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { MemorySimRepository } from './memory-sim-repository.ts';
import { makePart } from './part.ts';
import { ScriptedModem } from './scripted-modem.ts';

export interface Harness {
  readonly clock: VirtualClock;
  readonly modem: ScriptedModem;
  readonly route: ModemRoute;
  readonly simRepository: MemorySimRepository;
  readonly told: RouteRecorder;
  readonly logged: readonly LogLine[];
  /** The commands of the power hooks that were run. */
  readonly hooks: readonly (readonly string[])[];
}

export interface HarnessOptions {
  readonly config?: object;
  readonly modem?: ScriptedModem;
  readonly simRepository?: MemorySimRepository;
  readonly clock?: VirtualClock;
  readonly signals?: SignalRepository;
  /** Replaces functions of the host, which otherwise has one modem on one port. */
  readonly host?: Partial<ModemHost>;
  /** Shared by the routes of one gateway. */
  readonly ports?: PortFinder;
  /** Called when the route's state or room has changed. */
  readonly changed?: () => void;
  readonly lateOutcome?: (key: PartKey, outcome: Outcome) => void;
}

const profiles = await loadProfiles('hardware/profiles');

/** A modem route on a scripted line, in virtual time. */
export const harness = (options: HarnessOptions = {}): Harness => {
  const clock = options.clock ?? new VirtualClock();
  const modem = options.modem ?? new ScriptedModem();
  const simRepository = options.simRepository ?? new MemorySimRepository();
  const told = new RouteRecorder();
  const { changed, lateOutcome } = options;
  if (changed !== undefined) told.changed = changed;
  if (lateOutcome !== undefined) told.lateOutcome = lateOutcome;
  const hooks: (readonly string[])[] = [];
  const config = modemRoute.parse({ id: 'modem-1', type: 'modem', device: '/dev/modem', ...options.config });
  const log = recordingLog();
  const host: ModemHost = {
    open: modem.open,
    list: () => Promise.resolve(['/dev/modem']),
    node: () => Promise.resolve(undefined),
    usbId: () => Promise.resolve(undefined),
    run: (command) => {
      hooks.push(command);
      return Promise.resolve();
    },
    ...options.host,
  };
  const ports = options.ports ?? new PortFinder(host, clock);
  const { signals } = options;
  const kept = signals === undefined ? {} : { signals };
  const deps = { clock, log, random: () => 0.5, simRepository, profiles, ports, events: told, ...kept };
  const route = new ModemRoute(config, deps, host);
  return { clock, modem, route, simRepository, told, hooks, logged: log.lines };
};

/** A `harness` whose route is started and ready. */
export const ready = async (options: HarnessOptions = {}): Promise<Harness> => {
  const made = harness(options);
  made.route.start();
  await made.clock.advance(1000);
  return made;
};

export const part = (clock: VirtualClock, own: Partial<OutgoingPart> = {}): OutgoingPart =>
  makePart(clock.now(), own);

/** Stops the route at once; resolves when it has closed everything. */
export const stop = (route: ModemRoute): Promise<void> => route.stop(AbortSignal.abort());
