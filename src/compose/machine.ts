import { statfs } from 'node:fs/promises';
import type { Config } from '../config/schema.ts';
import { type ObserveProcess, observeThisProcess } from '../ops/process-metrics.ts';
import type { ModemHost } from '../routes/modem/device/host.ts';
import { listPorts, systemHost } from '../routes/modem/device/system-host.ts';
import { dial } from '../routes/smpp/link/dial.ts';
import type { LinkDeps } from '../routes/smpp/link/link.ts';
import { type StartThread, startThread } from '../store/thread/thread.ts';
import { listen, type Server } from './http/listening.ts';

/**
 * What the gateway uses of the machine that it runs on, apart from its clock and its log. `scripts/storm` gives it a
 * machine in memory (docs/storm.md).
 */
export interface Machine {
  /** Gives a number from 0 to 1 (excluded), so that many gateways don't do the same thing at the same moment. */
  readonly random: () => number;
  /** Begins a connection to a carrier. */
  readonly dial: LinkDeps['dial'];
  /** @param more ports and directories that the configuration names beside the usual ones */
  readonly modems: (more: readonly string[]) => ModemHost;
  readonly startThread: StartThread;
  /** Measures how many octets this user may still write to the disk that has the folder. */
  readonly freeBytes: (folder: string) => Promise<number>;
  /** Adds the figures of this process, such as its memory and its pauses, to the metrics. */
  readonly observeProcess: ObserveProcess;
  /**
   * Lets the API take requests at an address, and resolves with its URL.
   * @throws TocsinError `cannotListen` if the address can't be had
   */
  readonly listen: (server: Server, config: Config) => Promise<string>;
}

export const thisMachine: Machine = {
  random: Math.random,
  dial,
  modems: (more) => ({ ...systemHost, list: () => listPorts(more) }),
  startThread,
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  observeProcess: observeThisProcess,
  listen,
};
