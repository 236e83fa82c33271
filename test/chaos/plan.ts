import type { FateOf } from './carrier.ts';
import { between, type Dice, diceOf, pick } from './dice.ts';
import {
  type BlowName,
  calmDraft,
  FAULTS,
  type FaultName,
  fateOfDraft,
  HALF_FAULTS,
  type HalfFault,
  isBlow,
} from './faults.ts';
import { lengthOf, textOf } from './texts.ts';

export interface PlannedRoute {
  readonly id: string;
  readonly window: number;
  readonly sessions: number;
  readonly bind: string;
  readonly longText: string;
  readonly validity: string;
  /** How long the carrier takes to answer without a fault. */
  readonly answerMs: number;
  readonly receiptTlvs: boolean;
}

export interface PlannedMessage {
  /** Its number in the plan, which is in each word of its text. */
  readonly index: number;
  readonly atMs: number;
  readonly to: string;
  readonly text: string;
  readonly priority: 'critical' | 'high' | 'normal' | 'low';
  readonly onUncertain: 'resend' | 'hold';
  readonly validForMs: number;
  /**
   * The only route by which it is sent, after the faults: it must be delivered. undefined: any route, during the
   * faults.
   */
  readonly probes: string | undefined;
}

export interface Blow {
  readonly atMs: number;
  readonly kind: BlowName;
  /** `fin` and `reset` drop the links when this many more submits have been answered. */
  readonly answers: number;
}

/** All that a run does; it follows from the seed alone. Times are milliseconds since the start of the run. */
export interface Plan {
  readonly seed: number;
  readonly faults: readonly [FaultName, FaultName];
  /** The routes that have the faults. */
  readonly faulty: readonly string[];
  readonly routes: readonly PlannedRoute[];
  readonly tiers: readonly (readonly string[])[];
  /** undefined: the gateway's default for each priority. */
  readonly spillAfterMs: number | undefined;
  readonly responseTimeoutMs: number;
  readonly graceMs: number;
  readonly messages: readonly PlannedMessage[];
  readonly blows: readonly Blow[];
  /** When the faults end, but for those that last `always`. */
  readonly calmAtMs: number;
  /** Whether the gateway is restarted at the end, when it must have nothing left to send. */
  readonly endsWithRestart: boolean;
}

const SENDING_MS = 5000;
const CALM_AT_MS = 7000;
/** The end of the faults if one route has none: late enough to show whether messages were kept for the faulty route. */
const LATE_CALM_AT_MS = 15_000;
const PROBE_AFTER_MS = 500;
const SHORT_MS = 15_000;
const LONG_MS = 1_800_000;
const CHARACTERS_PER_PART = 120;

export const planOf = (seed: number): Plan => {
  const dice = diceOf(seed);
  const faults = twoFaults(dice);
  const routes = routesOf(dice, faults);
  const ids = routes.map(({ id }) => id);
  const isFirstOnly = dice('where') < 0.6;
  const isLong = isFirstOnly && routes.length > 1 && dice('calm') < 0.6;
  const calmAtMs = isLong ? LATE_CALM_AT_MS : CALM_AT_MS;
  return {
    seed,
    faults,
    faulty: isFirstOnly ? ids.slice(0, 1) : ids,
    routes,
    tiers: dice('tiers') < 0.5 ? [ids] : ids.map((id) => [id]),
    spillAfterMs: dice('spill') < 0.7 ? 2000 : undefined,
    responseTimeoutMs: 800,
    graceMs: 300,
    messages: messagesOf(dice, routes, calmAtMs + PROBE_AFTER_MS),
    blows: faults.filter(isBlow).flatMap((kind) => blowsOf(dice, kind)),
    calmAtMs,
    endsWithRestart: dice('restart') < 0.25,
  };
};

const twoFaults = (dice: Dice): readonly [FaultName, FaultName] => {
  const first = between(dice('first fault'), 0, FAULTS.length - 1);
  const step = between(dice('second fault'), 1, FAULTS.length - 1);
  const nameAt = (index: number): FaultName => FAULTS[index % FAULTS.length] ?? 'throttledParts';
  return [nameAt(first), nameAt(first + step)];
};

const routesOf = (dice: Dice, faults: readonly FaultName[]): readonly PlannedRoute[] => {
  const ids = dice('routes') < 0.25 ? ['first'] : ['first', 'second'];
  // Answers take longer where a blow is planned, so that it falls into the middle of a message.
  const answers = faults.some(isBlow) ? ([60, 150, 250] as const) : ([3, 3, 40, 150] as const);
  const longText = pick(dice('long text'), ['udh', 'udh', 'udh', 'sar', 'payload']);
  return ids.map((id) => ({
    id,
    window: pick(dice(`window ${id}`), [1, 2, 4, 10, 50, 50]),
    sessions: pick(dice(`sessions ${id}`), [1, 1, 2]),
    bind: pick(dice(`bind ${id}`), ['transceiver', 'transceiver', 'transmitter+receiver']),
    longText,
    validity: pick(dice(`validity ${id}`), ['relative', 'absolute']),
    answerMs: pick(dice(`answers ${id}`), answers),
    receiptTlvs: dice(`tlvs ${id}`) < 0.5,
  }));
};

/** How many parts the routes carry in SENDING_MS, within bounds for a small machine that runs other tests too. */
const partsOf = (routes: readonly PlannedRoute[]): number => {
  const each = routes.map(({ window, sessions, answerMs }) => (window * sessions * SENDING_MS) / answerMs);
  return Math.min(260, Math.max(40, ...each));
};

const messagesOf = (
  dice: Dice,
  routes: readonly PlannedRoute[],
  probeAtMs: number,
): readonly PlannedMessage[] => {
  const messages: PlannedMessage[] = [];
  for (let parts = 0; parts < partsOf(routes); ) {
    const index = messages.length;
    const planned = messageOf((label) => dice(`message ${index} ${label}`), index, messages.at(-1)?.to);
    parts += Math.ceil(planned.text.length / CHARACTERS_PER_PART);
    messages.push(planned);
  }
  const probes = routes.map(({ id }, at): PlannedMessage => {
    const index = messages.length + at;
    return {
      index,
      atMs: probeAtMs,
      to: numberOf(index),
      text: textOf(dice, index, 30, 'gsm7'),
      priority: 'normal',
      onUncertain: 'hold',
      validForMs: LONG_MS,
      probes: id,
    };
  });
  return [...messages, ...probes];
};

const messageOf = (dice: Dice, index: number, before: string | undefined): PlannedMessage => {
  const alphabet = pick(dice('alphabet'), ['gsm7', 'gsm7', 'ucs2']);
  const parts = pick(dice('parts'), [1, 1, 2, 3, 3, 6]);
  return {
    index,
    atMs: between(dice('at'), 0, SENDING_MS),
    // Two messages on their way to one phone: matching a receipt by the recipient may take one for the other.
    to: before !== undefined && dice('same phone') < 0.2 ? before : numberOf(index),
    text: textOf(dice, index, lengthOf(parts, alphabet), alphabet),
    priority: pick(dice('priority'), ['critical', 'critical', 'high', 'normal', 'normal', 'normal', 'low']),
    onUncertain: pick(dice('on uncertain'), ['resend', 'hold']),
    validForMs: dice('validity') < 0.25 ? between(dice('valid for'), 10, 13) * 1000 : LONG_MS,
    probes: undefined,
  };
};

const numberOf = (index: number): string => `+336399${80_000 + index}`;

const blowsOf = (dice: Dice, kind: BlowName): readonly Blow[] =>
  [0, 1]
    .filter((index) => index === 0 || dice(`${kind} again`) < 0.4)
    .map((index) => ({
      atMs: between(dice(`${kind} ${index}`), 800, SENDING_MS),
      kind,
      answers: between(dice(`${kind} answers ${index}`), 1, 6),
    }));

/** What the carrier of a route does with each submit. @param sinceStartMs how long the run has been going on, ms */
export const fateBy = (plan: Plan, route: PlannedRoute, sinceStartMs: () => number): FateOf => {
  const dice = diceOf(plan.seed);
  return (sm, index, tries) => {
    const message = plan.messages.find((one) => one.index === index);
    const isOver = (fault: HalfFault): boolean =>
      fault.lasts === 'until calm' &&
      sinceStartMs() >= plan.calmAtMs &&
      (message?.validForMs ?? LONG_MS) > SHORT_MS;
    const { part, total } = sm;
    const hitBy = (name: string) => ({
      dice: (label: string) => dice(`${route.id} ${name} ${index ?? sm.to} ${label}`),
      part,
      total,
      tries,
      timeoutMs: plan.responseTimeoutMs,
    });
    let draft = calmDraft(route.answerMs);
    for (const name of plan.faults) {
      if (isBlow(name) || !plan.faulty.includes(route.id) || message?.probes !== undefined) continue;
      const hit = hitBy(name);
      const fault: HalfFault = HALF_FAULTS[name];
      if (hit.dice('hit') < fault.share && !isOver(fault)) draft = fault.change(draft, hit);
    }
    return fateOfDraft(draft, hitBy('fate'));
  };
};
