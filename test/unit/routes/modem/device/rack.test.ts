import { describe, expect, it, onTestFinished } from 'vitest';
import { TocsinError } from '../../../../../src/kernel/errors.ts';
import type { ModemHost } from '../../../../../src/routes/modem/device/host.ts';
import { PortFinder } from '../../../../../src/routes/modem/device/port-finder.ts';
import type { ModemRoute } from '../../../../../src/routes/modem/modem-route.ts';
import { harness, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

const MODEMS = 8;
const PORTS = 4;
/** The port that answers AT, as on Quectel's USB modems: interface 2 of 4. */
const AT_PORT = 2;

const imeiOf = (modem: number): string => `49015420323750${modem}`;

/** A modem's ports: one answers AT, the others take octets and never answer. */
const portsOf = (modem: number): readonly ScriptedModem[] =>
  Array.from({ length: PORTS }, (_, index) => {
    const port = new ScriptedModem();
    if (index === AT_PORT) port.replies.set('AT+CGSN', [imeiOf(modem), 'OK']);
    else port.hang = 'untilPower';
    return port;
  });

class Rack {
  readonly clock = new VirtualClock();
  readonly routes: readonly ModemRoute[];
  readonly #ports = new Map<string, { readonly port: ScriptedModem; readonly node: string }>();
  #number = 0;
  #plugged = 0;

  constructor() {
    for (let modem = 0; modem < MODEMS; modem++) this.plug(modem);
    const finder = new PortFinder(this.#host, this.clock);
    this.routes = Array.from({ length: MODEMS }, (_, modem) => {
      const config = { id: `modem-${modem}`, device: undefined, imei: imeiOf(modem) };
      return harness({ clock: this.clock, config, host: this.#host, ports: finder }).route;
    });
  }

  /** How often the modem's silent ports, and those of all others, were opened. */
  silentOpenings(): number {
    let openings = 0;
    for (const { port } of this.#ports.values()) if (port.hang !== undefined) openings += port.opened;
    return openings;
  }

  /** Plugs a modem in, under names that no device had before. */
  plug(modem: number): void {
    this.#plugged++;
    for (const port of portsOf(modem)) {
      this.#ports.set(`/dev/ttyUSB${this.#number++}`, { port, node: `${modem}/${this.#plugged}` });
    }
  }

  pull(modem: number): void {
    const mine = [...this.#ports].filter(([, { node }]) => node.startsWith(`${modem}/`));
    for (const [path, { port }] of mine) {
      this.#ports.delete(path);
      port.unplug();
    }
  }

  up(): number {
    return this.routes.filter((route) => route.status().state === 'up').length;
  }

  /** Lets time pass until all modems are in service; returns how long that took, in ms. */
  async untilUp(patienceMs: number): Promise<number> {
    const before = this.clock.now();
    while (this.up() < MODEMS && this.clock.now() - before < patienceMs) await this.clock.advance(100);
    return this.clock.now() - before;
  }

  async stop(): Promise<void> {
    for (const route of this.routes) await stop(route);
  }

  get #host(): Partial<ModemHost> & Pick<ModemHost, 'open' | 'list' | 'node'> {
    return {
      list: () => Promise.resolve([...this.#ports.keys()]),
      node: (path) => Promise.resolve(this.#ports.get(path)?.node),
      open: (path, baudRate, events) => {
        const port = this.#ports.get(path)?.port;
        if (port === undefined)
          return Promise.reject(new TocsinError('deviceFailed', 'No such file or directory'));
        if (port.isOpen) return Promise.reject(new TocsinError('deviceFailed', 'Cannot lock port'));
        return port.open(path, baudRate, events);
      },
    };
  }
}

const rackInService = async (): Promise<{ rack: Rack; ms: number }> => {
  const rack = new Rack();
  onTestFinished(() => rack.stop());
  for (const route of rack.routes) route.start();
  return { rack, ms: await rack.untilUp(200_000) };
};

describe('a rack of eight modems with four ports each, named by their IMEI', () => {
  it('is in service within 20 seconds, and each silent port was asked once', async () => {
    const { rack, ms } = await rackInService();
    expect(rack.up()).toBe(MODEMS);
    expect(ms).toBeLessThanOrEqual(20_000);
    await rack.clock.advance(60_000);
    expect(rack.silentOpenings()).toBe(MODEMS * (PORTS - 1));
  });

  it('finds a modem within 10 seconds that was pulled and put back under other names', async () => {
    const { rack } = await rackInService();
    await rack.clock.advance(60_000);
    rack.pull(5);
    await rack.clock.advance(30_000);
    expect(rack.up()).toBe(MODEMS - 1);
    rack.plug(5);
    expect(await rack.untilUp(200_000)).toBeLessThanOrEqual(10_000);
  });

  it('asks only the new ports for a modem that was put back', async () => {
    const { rack } = await rackInService();
    await rack.clock.advance(90_000);
    const before = rack.silentOpenings();
    rack.pull(3);
    rack.plug(3);
    await rack.untilUp(200_000);
    await rack.clock.advance(10_000);
    // The three silent ports of the modem that was pulled are gone, and three new ones were asked.
    expect(rack.silentOpenings()).toBe(before);
  });

  it('finds two modems that changed places', async () => {
    const { rack } = await rackInService();
    rack.pull(1);
    rack.pull(2);
    await rack.clock.advance(100);
    rack.plug(2);
    rack.plug(1);
    expect(await rack.untilUp(200_000)).toBeLessThanOrEqual(10_000);
  });

  it('stops asking at once when its routes are stopped', async () => {
    const rack = new Rack();
    for (const route of rack.routes) route.start();
    await rack.clock.advance(500);
    await rack.stop();
    expect(rack.clock.pending).toBe(0);
  });
});
