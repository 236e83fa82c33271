import { modemRoute } from '../../../src/config/routes/modem-route.ts';
import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import type { OutgoingPart, Route } from '../../../src/domain/routes/route.ts';
import type { SimRepository } from '../../../src/domain/routes/sim-repository.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { PortFinder } from '../../../src/routes/modem/device/port-finder.ts';
import { loadProfiles } from '../../../src/routes/modem/device/profile.ts';
import { systemHost } from '../../../src/routes/modem/device/system-host.ts';
import { createModemRoute } from '../../../src/routes/modem/modem-route.ts';
import { RouteRecorder, recordingLog } from '../smpp/route-recorder.ts';
import { MemorySimRepository } from './memory-sim-repository.ts';
import { makePart } from './part.ts';

const profiles = await loadProfiles('hardware/profiles');

/** A modem route on a real serial port, in real time. */
export class ModemBench {
  readonly told = new RouteRecorder();
  readonly route: Route;

  constructor(config: object, simRepository: SimRepository = new MemorySimRepository()) {
    this.route = createModemRoute(
      modemRoute.parse({
        id: 'modem-1',
        type: 'modem',
        reconnect: { min: '50ms', max: '500ms' },
        ...config,
      }),
      {
        clock: systemClock,
        log: recordingLog(),
        random: Math.random,
        simRepository,
        profiles,
        ports: new PortFinder(systemHost, systemClock),
        events: this.told,
      },
      systemHost,
    );
  }

  /** Resolves once the route takes parts. */
  async up(): Promise<this> {
    await this.told.until(() => this.route.status().state === 'up');
    return this;
  }

  submit(own: Partial<OutgoingPart> = {}): Promise<Outcome> {
    return this.route.submit(makePart(Date.now(), own));
  }

  close(): Promise<void> {
    return this.route.stop(AbortSignal.abort());
  }
}
