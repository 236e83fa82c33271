import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import type { RadioCheck, RadioCheckStart } from '../../../src/domain/routes/radio-check.ts';
import type { RouteTrace } from '../../../src/domain/routes/route-trace.ts';
import type { RoutesControl, RouteView } from '../../../src/domain/routes/routes-control.ts';
import type { SimAct, SimControl, UssdAnswer } from '../../../src/domain/routes/sim-control.ts';

export const orange: RouteView = {
  id: 'orange',
  type: 'smpp',
  state: 'up',
  reason: undefined,
  rate: 12.5,
  since: Date.UTC(2026, 0, 1),
  contractedRate: 500,
  share: 300,
  foundLimit: 120,
  places: [
    { tier: 1, tiers: 2, prefixes: ['+33'], priorities: ['critical'] },
    { tier: 2, tiers: 2, prefixes: undefined, priorities: undefined },
  ],
  latencyMs: 31,
  backlog: 7,
  etaMs: { critical: 31, high: 31, normal: 31, low: 91 },
  inFlight: 3,
  sentToday: 1200,
  modem: undefined,
  quarantine: undefined,
  receiptId: 'hex',
  refusals: [
    { status: 'ESME_RMSGQFUL', count: 0 },
    { status: 'ESME_RTHROTTLED', count: 4 },
  ],
};

export const modem1: RouteView = {
  id: 'modem-1',
  type: 'modem',
  state: 'down',
  reason: 'no such device',
  rate: 0,
  contractedRate: undefined,
  latencyMs: undefined,
  backlog: 0,
  etaMs: { critical: undefined, high: undefined, normal: undefined, low: undefined },
  inFlight: 0,
  sentToday: 0,
  modem: {
    imei: '490154203237518',
    operator: undefined,
    registration: { cs: 'searching', ps: undefined, eps: undefined, fiveG: undefined },
    technology: undefined,
    avoidsRoaming: false,
    signalDbm: -71,
    simLimitLeft: undefined,
  },
  modemDetails: {
    manufacturer: 'Quectel',
    model: 'EC25',
    firmware: 'EC25EFAR06A01M4G',
    profile: 'quectel-ec25',
    iccid: '8933150319000000018',
    imsi: '208010000000001',
    ownNumber: '+33639980042',
    serviceCentre: '+33199000001',
    rsrp: -90,
    rsrq: undefined,
    signalHistory: [{ at: Date.UTC(2026, 0, 1), dbm: -71.5, lowestDbm: -73, rsrp: -90, rsrq: undefined }],
    temperature: 31.8,
    simLeft: {
      perMinute: 4,
      perHour: undefined,
      perDay: 0,
      perMonth: undefined,
      recipientsPerMonth: 99,
    },
    balance: {
      amount: 10.5,
      readAt: Date.UTC(2026, 0, 1),
      askedAt: Date.UTC(2026, 0, 1, 0, 15),
      problem: 'the network timed out',
      failures: 1,
    },
  },
  quarantine: { since: Date.UTC(2026, 0, 1, 6), reason: 'invalid PDU (+CMS ERROR: 304)' },
  receiptId: undefined,
  refusals: undefined,
};

/** A trace with one line, which remembers how it was started. */
export class FakeTrace implements RouteTrace {
  until: number | undefined;
  unmasked = false;
  readonly lines = [
    { at: Date.UTC(2026, 0, 1, 0, 0, 5), direction: 'sent', pdu: 'enquire_link 7, 16 octets' },
  ] as const;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  start(forMs: number, { unmasked }: { readonly unmasked: boolean }): void {
    this.until = forMs === 0 ? undefined : this.#now() + forMs;
    this.unmasked = unmasked;
  }
}

/** A SIM that answers as the test says, and remembers what was asked. */
export class FakeSim implements SimControl {
  says: UssdAnswer = { kind: 'answered', text: 'Your balance is 10.00 EUR' };
  readonly codes: string[] = [];
  act: SimAct = { kind: 'done', iccid: '8988211000000000017' };
  readonly acts: string[] = [];

  async ussd(code: string): Promise<UssdAnswer> {
    this.codes.push(code);
    return this.says;
  }

  async clearPin(): Promise<SimAct> {
    this.acts.push('clearPin');
    return this.act;
  }

  radio: RadioCheckStart = { kind: 'noNumber' };
  radioCheck: RadioCheck | undefined;
  readonly checked: (string | undefined)[] = [];

  async checkRadio(to: Msisdn | undefined): Promise<RadioCheckStart> {
    this.checked.push(to);
    return this.radio;
  }

  async restore(): Promise<SimAct> {
    this.acts.push('restore');
    return this.act;
  }
}

/** The routes `orange` and `modem-1`, which remember whether they are enabled. */
export class FakeRoutes implements RoutesControl {
  readonly #trace: RouteTrace;
  readonly #sim: SimControl;
  readonly #views = new Map([orange, modem1].map((view) => [view.id, view]));

  constructor(trace: RouteTrace, sim: SimControl) {
    this.#trace = trace;
    this.#sim = sim;
  }

  sim(id: string): SimControl | undefined {
    return id === 'modem-1' ? this.#sim : undefined;
  }

  trace(id: string): RouteTrace | undefined {
    return id === 'orange' ? this.#trace : undefined;
  }

  list(): readonly RouteView[] {
    return [...this.#views.values()];
  }

  get(id: string): RouteView | undefined {
    return this.#views.get(id);
  }

  async setEnabled(id: string, enabled: boolean): Promise<boolean> {
    const view = this.#views.get(id);
    if (view === undefined) return false;
    this.#views.set(id, { ...view, state: enabled ? 'down' : 'disabled' });
    return true;
  }
}
