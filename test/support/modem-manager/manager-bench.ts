import { onTestFinished } from 'vitest';
import { modemRoute } from '../../../src/config/routes/modem-route.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type { OutgoingPart, Route } from '../../../src/domain/routes/route.ts';
import type { SimRepository } from '../../../src/domain/routes/sim-repository.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { ManagerRoute } from '../../../src/routes/modem/manager/manager-route.ts';
import { MemorySimRepository } from '../modem/memory-sim-repository.ts';
import { makePart } from '../modem/part.ts';
import { RouteRecorder, recordingLog } from '../smpp/route-recorder.ts';
import { FakeModemManager } from './fake-modem-manager.ts';
import { PrivateBus } from './private-bus.ts';

export const IMEI = '490154203237518';

/** A bus with a fake ModemManager on it; both are closed when the test ends. */
export const startManager = async (): Promise<{ bus: PrivateBus; manager: FakeModemManager }> => {
  const bus = await startBus();
  return { bus, manager: await managerOn(bus) };
};

export const startBus = async (): Promise<PrivateBus> => {
  const bus = await PrivateBus.start();
  onTestFinished(() => bus.close());
  return bus;
};

export const managerOn = async (bus: PrivateBus): Promise<FakeModemManager> => {
  const manager = await FakeModemManager.start(bus.address);
  onTestFinished(() => manager.close());
  return manager;
};

export interface ManagerBench {
  readonly route: Route;
  readonly told: RouteRecorder;
  readonly hooks: readonly (readonly string[])[];
  readonly logged: ReturnType<typeof recordingLog>['lines'];
  up(): Promise<ManagerBench>;
  submit(own?: Partial<OutgoingPart>): Promise<Outcome>;
}

/** A started route to the modem with the IMEI, through the ModemManager of a bus, in real time. */
export const startRoute = (
  bus: PrivateBus,
  config: object = {},
  simRepository: SimRepository = new MemorySimRepository(),
): ManagerBench => {
  const told = new RouteRecorder();
  const hooks: (readonly string[])[] = [];
  const log = recordingLog();
  const route = new ManagerRoute(
    modemRoute.parse({
      id: 'stick-1',
      type: 'modem',
      modemManager: { imei: IMEI, bus: bus.address },
      reconnect: { min: '20ms', max: '100ms' },
      ...config,
    }),
    { clock: systemClock, log, random: Math.random, simRepository, events: told },
    {
      run: (command) => {
        hooks.push(command);
        return Promise.resolve();
      },
    },
  );
  route.start();
  onTestFinished(() => route.stop(AbortSignal.abort()));
  const bench: ManagerBench = {
    route,
    told,
    hooks,
    logged: log.lines,
    up: async () => {
      await told.until(() => route.status().state === 'up');
      return bench;
    },
    submit: (own = {}) => route.submit(makePart(Date.now(), own)),
  };
  return bench;
};
