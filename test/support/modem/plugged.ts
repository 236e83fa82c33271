import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import type { SimModemOptions } from '../../../src/sim/modem/options/modem-options.ts';
import { ModemBench } from './bench.ts';
import type { MemorySimRepository } from './memory-sim-repository.ts';

/** Simulated modems on pseudo-terminals, and routes to them: all are closed after each test of the file. */
export const pluggedModems = () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });
  return {
    plug: async (options?: SimModemOptions): Promise<SimModem> => {
      const modem = await SimModem.start(options);
      opened.push(modem);
      return modem;
    },
    /** Starts a route to the modem. */
    start: (modem: SimModem, config?: object, simRepository?: MemorySimRepository): ModemBench => {
      const bench = new ModemBench({ device: modem.path, ...config }, simRepository);
      opened.push(bench);
      bench.route.start();
      return bench;
    },
    /** A path for a symbolic link, in a directory of its own. */
    linkPath: async (): Promise<string> => {
      const directory = await mkdtemp(join(tmpdir(), 'tocsin-modem-'));
      opened.push({ close: () => rm(directory, { recursive: true }) });
      return join(directory, 'modem');
    },
  };
};
