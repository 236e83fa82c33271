import type { SimModem } from '../../../src/sim/modem/modem.ts';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { plugIn, startGateway } from '../modem/on-gateway.ts';
import { QuickClock } from '../quick-clock.ts';
import { startCarrier } from '../smpp/carrier.ts';
import { numberOf } from '../store/messages.ts';
import { AlertClient, type AlertView } from './alert-client.ts';

interface Signed {
  readonly name: string;
  readonly at: string;
}

/** What `GET /v1/alerts/{id}` says, as far as the night looks at it. */
export interface NightView extends AlertView {
  readonly created: Signed | null;
  readonly submitted: Signed | null;
  readonly approved: Signed | null;
  readonly launched: Signed | null;
  readonly waves: readonly (AlertView['waves'][number] & {
    readonly byState: Readonly<Record<string, number>>;
  })[];
  readonly progress: AlertView['progress'] & {
    readonly people: Readonly<Record<string, number>>;
    readonly short: number;
  };
  readonly approval: {
    readonly deadline: string;
    readonly paged: readonly {
      readonly name: string;
      readonly at: string;
      readonly answeredAt: string | null;
    }[];
  } | null;
  readonly log: readonly (AlertView['log'][number] & { readonly at: string })[];
}

interface Sums {
  readonly messages: number;
  readonly delivered: number;
  readonly parts: number;
  readonly partsInDoubt: number;
  readonly short: number;
  readonly possibleDuplicates: number;
}

export interface NightReport {
  readonly people: Readonly<Record<string, unknown>>;
  readonly messages: Sums;
  readonly byRoute: readonly (Sums & { readonly route: string })[];
  readonly byWave: readonly Sums[];
  readonly answers: { readonly byMeaning: object };
  readonly cases: object;
  readonly cost: object | null;
  readonly help: { readonly items: readonly { readonly number: string }[] };
  readonly notReached: { readonly items: readonly { readonly number: string }[] };
}

export const PEOPLE = 300;
export const people = Array.from({ length: PEOPLE }, (_, index) => numberOf(index));
/** No text reaches these phones, by whichever route. */
export const deadPhones = people.slice(0, 3);

export const petit = numberOf(9001);
export const anna = numberOf(9002);
export const bruno = numberOf(9003);
export const roux = numberOf(9004);

/** 1 December 2026, 04:22 in Paris. */
const START = Date.UTC(2026, 11, 1, 3, 22);
export const PAGE_NEXT_MS = 30_000;
const GATEWAY_NUMBER = '+33199000001';

const LONG =
  'Préfecture : crue rapide, {place}. Quittez les rez-de-chaussée maintenant, gagnez les hauteurs à pied, sans rien emporter. Répondez 1 en sécurité, 2 pour une aide.';
const SHORT = 'Crue, {place} : gagnez les hauteurs. 1 = en sécurité, 2 = aide';
export const UPDATE = 'Préfecture, 5 h : le pont nord est fermé. Passez par le sud.';
export const END = 'Préfecture : fin de la crue. Vous pouvez rentrer.';

const filled = (text: string) => text.replace('{place}', 'quartier nord');
/** The texts of the first wave, as phones show them. */
export const TOLD = { long: filled(LONG), short: filled(SHORT) };

/** The code of a page. */
export const codeIn = (page: string): string => /\bOK (\d{6})\b/.exec(page)?.[1] ?? '';

export const inFrench = (text: string, short?: string) => ({
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text, ...(short !== undefined && { short }) }],
});

const carrier = (id: string, { port }: Smsc, rate: number) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port,
  systemId: 'tocsin',
  window: 10,
  rate,
  reconnect: { min: '100ms', max: '1s' },
});

const rosterOf = (name: string, who: readonly string[], persons: readonly object[] = []) => ({
  name,
  timeZone: 'Europe/Paris',
  people: persons,
  shifts: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '20:00', to: '08:00', who }],
});

/** An alert in `GET /v1/reports/compare`. */
export interface NightCompared {
  readonly alert: number;
  readonly title: string;
  readonly people: object;
  readonly timings: Readonly<{ submittedToApprovedMs: number | null }>;
  readonly byRoute: readonly { readonly route: string; readonly parts: number }[];
}

/** Two carriers, of which the second confirms nothing, a modem and a gateway, at 04:22, with those on duty. */
export const startNight = async () => {
  const [a, b, modem] = [await startCarrier(), await startCarrier(), await plugIn({ partMs: 100 })];
  a.misbehave({ undeliverable: new Set(deadPhones) });
  b.misbehave({ noReceipt: true, refuseNumbers: new Set(deadPhones) });
  modem.misbehave({ failedReport: new Set(deadPhones) });
  const clock = new QuickClock(START);
  const gateway = await startGateway(
    {
      sender: GATEWAY_NUMBER,
      country: 'FR',
      timeZone: 'Europe/Paris',
      alerts: {
        twoPersons: 'live',
        approvalClock: { pageNextAfter: `${PAGE_NEXT_MS}ms`, roster: 1 },
        receiptsQuiet: '20s',
        price: { perPart: 0.05, currency: 'EUR' },
      },
      inbound: { duty: ['roster/2'], language: 'fr' },
      triggers: { sms: { language: 'fr', requests: {} } },
      routes: [
        carrier('carrier-a', a, 100),
        carrier('carrier-b', b, 50),
        { id: 'modem-1', type: 'modem', device: modem.path },
      ],
      plan: [{ tiers: [['carrier-a', 'carrier-b'], ['modem-1']], spillAfter: '20s' }],
    },
    { clock },
  );
  const admin = AlertClient.of(gateway.api);
  const operator = new AlertClient(gateway.url, await gateway.token('operator'));
  for (const [name, role, phone] of [
    ['Lt Petit', 'operator', petit],
    ['Anna', 'approver', anna],
    ['Bruno', 'approver', bruno],
  ] as const)
    await gateway.user(name, role, phone);
  await admin.call('POST', '/v1/rosters', rosterOf('Astreinte', ['Anna', 'Bruno']));
  const doctor = { name: 'Dr Roux', phone: roux };
  await admin.call('POST', '/v1/rosters', rosterOf('Secours', ['Dr Roux'], [doctor]));
  const list = await operator.call<{ id: number }>('POST', '/v1/lists', {
    name: 'quartier nord',
    kind: 'emergency',
  });
  const csv = ['number,language', ...people.map((number) => `${number},fr`), ''].join('\n');
  const { id: job } = await operator.call<{ id: number }>('POST', `/v1/imports?list=${list.id}`, csv, {
    status: 202,
    headers: { 'content-type': 'text/csv' },
  });
  await operator.until(
    () => operator.get<{ state: string; created: number }>(`/v1/imports/${job}`),
    ({ state, created }) => state === 'done' && created === PEOPLE,
  );
  await operator.call('POST', '/v1/scenarios', {
    name: 'Crue',
    kind: 'live',
    severity: 'extreme',
    content: inFrench(LONG, SHORT),
    endContent: inFrench(END),
    audience: { include: [{ list: list.id }] },
    validFor: 'PT1H',
    question: {
      answers: [
        { word: '1', meaning: 'safe' },
        { word: '2', meaning: 'help' },
      ],
      openFor: 'PT2H',
    },
  });
  for (const id of ['carrier-a', 'carrier-b', 'modem-1']) await operator.untilRoute(id, 'up');
  return new Night(a, b, modem, clock, operator);
};

/** The night as its people see it: what their phones show, and what they write. */
export class Night {
  readonly a: Smsc;
  readonly b: Smsc;
  readonly modem: SimModem;
  readonly clock: QuickClock;
  readonly operator: AlertClient;

  constructor(a: Smsc, b: Smsc, modem: SimModem, clock: QuickClock, operator: AlertClient) {
    this.a = a;
    this.b = b;
    this.modem = modem;
    this.clock = clock;
    this.operator = operator;
  }

  /** All texts that a phone shows, by whichever network they came: the oldest first for each network. */
  texts(number: string): readonly string[] {
    return this.#networks().flatMap(({ phones }) => phones.texts(number));
  }

  /** Waits until a phone shows a text, and gives it. */
  async shown(number: string, like: RegExp): Promise<string> {
    const find = (): string | undefined => this.texts(number).find((text) => like.test(text));
    const networks = this.#networks().map((network) => network.until(() => find() !== undefined));
    await Promise.race(networks);
    return find() ?? '';
  }

  /** A phone writes by carrier A. */
  writes(number: string, text: string): Promise<void> {
    return this.a.sendInbound({ from: number, to: GATEWAY_NUMBER, text, systemId: 'tocsin' });
  }

  /** A phone writes to the modem. */
  writesToModem(number: string, text: string): void {
    this.modem.receive({ from: number, text, at: new Date(this.clock.now()) });
  }

  /** Does something, and gives its result with the times before and after. */
  async during<T>(
    run: () => Promise<T>,
  ): Promise<{ readonly from: number; readonly to: number; readonly was: T }> {
    const from = this.clock.now();
    const was = await run();
    return { from, to: this.clock.now(), was };
  }

  /** What the simulators know of the first text of the alert, for everybody whose phone is in order. */
  firstTexts() {
    const isFirst = (text: string) => text === TOLD.long || text === TOLD.short;
    const count = ({ phones }: Network, number: string) => phones.texts(number).filter(isFirst).length;
    const counted = people
      .filter((number) => !deadPhones.includes(number))
      .map((number) => {
        const [a, b, modem] = [this.a, this.b, this.modem].map((network) => count(network, number));
        return { number, a: a ?? 0, b: b ?? 0, modem: modem ?? 0 };
      });
    return {
      /** Those of whom a receipt came: carrier A and the modem's network confirm everything, carrier B nothing. */
      confirmed: counted.filter(({ a, modem }) => a + modem > 0).map(({ number }) => number),
      unconfirmed: counted.filter(({ a, b, modem }) => b > 0 && a + modem === 0).map(({ number }) => number),
      none: counted.filter(({ a, b, modem }) => a + b + modem === 0).map(({ number }) => number),
      twice: counted.filter(({ a, b, modem }) => a + b + modem > 1).map(({ number }) => number),
      short: people.filter((number) => this.texts(number).includes(TOLD.short)).length,
    };
  }

  /** The parts of the alert that each route's network took, by its own count. */
  partsOfAlert(): Readonly<Record<string, number>> {
    const isOne = (number: string): boolean => people.some((one) => one.endsWith(number.replace('+', '')));
    const carried = ({ phones, stats }: Smsc): number =>
      phones.numbers.reduce(
        (left, number) => left - (isOne(number) ? 0 : phones.parts(number).length),
        stats.accepted,
      );
    return {
      'carrier-a': carried(this.a),
      'carrier-b': carried(this.b),
      'modem-1': this.modem.sent.filter(({ to }) => isOne(to)).length,
    };
  }

  #networks(): readonly Network[] {
    return [this.b, this.modem, this.a];
  }
}

type Network = Smsc | SimModem;
