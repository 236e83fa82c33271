import { modemRoute } from '../../../../src/config/modem-route.ts';
import type { MessageId } from '../../../../src/domain/message-id.ts';
import type { Msisdn } from '../../../../src/domain/msisdn.ts';
import type { Outcome } from '../../../../src/domain/outcome.ts';
import type { OutgoingPart, PartKey, RouteInbound, RouteReceipt } from '../../../../src/domain/route.ts';
import type { SimBook, SimUsage } from '../../../../src/domain/sim-book.ts';
import { ModemRoute } from '../../../../src/routes/modem/modem-route.ts';
import { loadProfiles } from '../../../../src/routes/modem/profile.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { ScriptedModem } from './scripted-modem.ts';

/** A SIM book in memory; what is on disk outlives the routes that use it. */
export class MemorySimBook implements SimBook {
  readonly latches = new Set<string>();
  readonly counted: string[] = [];
  used = 0;

  latchPin(iccid: string, pin: string): Promise<boolean> {
    const key = `${iccid}/${pin}`;
    if (this.latches.has(key)) return Promise.resolve(false);
    this.latches.add(key);
    return Promise.resolve(true);
  }

  pinAccepted(iccid: string, pin: string): Promise<void> {
    this.latches.delete(`${iccid}/${pin}`);
    return Promise.resolve();
  }

  countParts(iccid: string, _atMs: number, parts: number): Promise<void> {
    this.counted.push(iccid);
    this.used += parts;
    return Promise.resolve();
  }

  usage(): Promise<SimUsage> {
    const { used } = this;
    return Promise.resolve({ perMinute: used, perHour: used, perDay: used, perMonth: used });
  }
}

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

export interface Harness {
  readonly clock: VirtualClock;
  readonly modem: ScriptedModem;
  readonly route: ModemRoute;
  readonly simBook: MemorySimBook;
  readonly receipts: RouteReceipt[];
  readonly inbound: RouteInbound[];
  readonly late: { key: PartKey; outcome: Outcome }[];
  /** While true, what comes in can't be kept. */
  disk: { full: boolean };
}

export interface HarnessOptions {
  readonly config?: object;
  readonly modem?: ScriptedModem;
  readonly clock?: VirtualClock;
  readonly simBook?: MemorySimBook;
}

const profiles = await loadProfiles('hardware/profiles');

/** A modem route on a scripted line, in virtual time. */
export const harness = (options: HarnessOptions = {}): Harness => {
  const clock = options.clock ?? new VirtualClock();
  const modem = options.modem ?? new ScriptedModem();
  const simBook = options.simBook ?? new MemorySimBook();
  const receipts: RouteReceipt[] = [];
  const inbound: RouteInbound[] = [];
  const late: Harness['late'] = [];
  const disk = { full: false };
  const kept = <T>(list: T[], item: T): Promise<void> => {
    if (disk.full) return Promise.reject(new Error('disk full'));
    list.push(item);
    return Promise.resolve();
  };
  const config = modemRoute.parse({ id: 'modem-1', type: 'modem', device: '/dev/modem', ...options.config });
  const route = new ModemRoute(
    config,
    {
      clock,
      log,
      random: () => 0.5,
      simBook,
      profiles,
      events: {
        changed: silent,
        receipt: (receipt) => kept(receipts, receipt).then(() => ({ kind: 'matched', ref: receipt.refs[0] })),
        inbound: (message) => kept(inbound, message),
        lateOutcome: (key, outcome) => late.push({ key, outcome }),
      },
    },
    { open: modem.open, list: () => Promise.resolve(['/dev/modem']) },
  );
  return { clock, modem, route, simBook, receipts, inbound, late, disk };
};

/** As `harness`, with the route started and ready. */
export const ready = async (options: HarnessOptions = {}): Promise<Harness> => {
  const made = harness(options);
  made.route.start();
  await made.clock.advance(1000);
  return made;
};

let messages = 0;

export const part = (clock: VirtualClock, own: Partial<OutgoingPart> = {}): OutgoingPart => ({
  messageId: (1000 + messages++) as MessageId,
  attempt: 1,
  part: 1,
  parts: 1,
  reference: 7,
  to: '+33639980001' as Msisdn,
  from: undefined,
  encoding: 'gsm7',
  text: 'Flood warning',
  priority: 'normal',
  validUntil: clock.now() + 3_600_000,
  ...own,
});

/** Closes the route at once; resolves when nothing of it is left. */
export const stop = (route: ModemRoute): Promise<void> => route.stop(AbortSignal.abort());
