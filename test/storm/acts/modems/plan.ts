import { between, type Dice, pick } from '../../../chaos/dice.ts';
import { faultOf, type Spell } from './faults.ts';
import { inTexts, type PlannedIn, type PlannedOut, textsOf } from './texts.ts';

/** One GSM modem, its SIM, and what it suffers. Times are ms since the routes were up first. */
export interface PlannedModem {
  readonly id: string;
  /** A name in the simulator's table of families. */
  readonly family: string;
  readonly imei: string;
  readonly iccid: string;
  readonly imsi: string;
  /** Whether the gateway finds it by its IMEI; else by the name of its port, which then never changes. */
  readonly byImei: boolean;
  readonly partMs: number;
  readonly reportDelayMs: number;
  readonly firstReference: number;
  readonly forgetsReference: boolean;
  readonly limits: Limits;
  readonly recipientsPerMonth: number | undefined;
  readonly sendTimeoutMs: number;
  readonly spells: readonly Spell[];
  readonly pulls: readonly Pull[];
}

interface Limits {
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

/** The modem is pulled out and put back. */
interface Pull {
  readonly atMs: number;
  readonly backAtMs: number;
}

export interface ModemsPlan {
  readonly modems: readonly PlannedModem[];
  readonly out: readonly PlannedOut[];
  readonly in: readonly PlannedIn[];
  /** The power fails when a modem with a text is told for the n-th time to delete or acknowledge; undefined: never. */
  readonly cutAtTaken: number | undefined;
  /** Whether the last tier of the rule for `by: 'plan'` has the modems together, or each has a tier of its own. */
  readonly areTogether: boolean;
}

/** Families that the gateway has a profile for, and the one that it has none for. */
const FAMILIES = [
  'generic',
  'sim800',
  'quectel-ec25',
  'quectel-ec25-sr',
  'huawei-e1750',
  'wavecom-q2303',
  'cinterion-mc55i',
  'zte-mf190',
  'quectel-bg96',
  'simcom-a7670e',
  'sierra-mc7455',
  'nordic-nrf9160',
  'cinterion-exs82',
  'fibocom-l610',
] as const;
/** Soon before the calm, ms. */
const LAST_BACK_MS = 6500;
const FIRST_IMEI = 490_154_203_237_500;

export const modemsPlanOf = (dice: Dice): ModemsPlan => {
  const count = pick(dice('modems'), [1, 2, 2, 3]);
  const modems = Array.from({ length: count }, (_, index) =>
    modemOf((label) => dice(`modem ${index} ${label}`), index),
  );
  const ids = modems.map(({ id }) => id);
  return {
    modems,
    out: textsOf(
      dice,
      ids,
      modems.flatMap(({ pulls }) => pulls.map(({ atMs }) => atMs)),
    ),
    in: inTexts(dice, ids),
    cutAtTaken: dice('cut at taken') < 0.6 ? between(dice('taken'), 1, 2) : undefined,
    areTogether: dice('together') < 0.6,
  };
};

const modemOf = (dice: Dice, index: number): PlannedModem => {
  const isSound = dice('sound') < 0.25;
  const spells = isSound ? 0 : between(dice('spells'), 1, 4);
  return {
    id: `gsm-${index + 1}`,
    family: pick(dice('family'), FAMILIES),
    imei: `${FIRST_IMEI + index}`,
    iccid: `89331000000000001${index}`,
    imsi: `20801000000000${index}`,
    byImei: dice('by imei') < 0.5,
    partMs: between(dice('part'), 50, 900),
    reportDelayMs: between(dice('report'), 0, 1500),
    firstReference: pick(dice('reference'), [0, 17, 250, 255]),
    forgetsReference: dice('forgets') < 0.3,
    limits: limitsOf(dice),
    recipientsPerMonth: dice('recipients') < 0.15 ? between(dice('recipients most'), 2, 6) : undefined,
    sendTimeoutMs: between(dice('time-out'), 15, 50) * 100,
    spells: Array.from({ length: spells }, (_, at) => faultOf((label) => dice(`spell ${at} ${label}`))),
    pulls: isSound || dice('pull') < 0.4 ? [] : [pullOf(dice)],
  };
};

const limitsOf = (dice: Dice): Limits => {
  if (dice('limited') < 0.5) return {};
  const kind = pick(dice('limit'), ['perMinute', 'perMinute', 'perHour', 'perDay']);
  return { [kind]: between(dice('limit most'), 2, 8) };
};

const pullOf = (dice: Dice): Pull => {
  const atMs = between(dice('pulled at'), 300, 5000);
  const isLong = dice('away') < 0.7;
  // It is back before the calm: from then on each modem must send.
  const longest = isLong ? LAST_BACK_MS : Math.min(LAST_BACK_MS, atMs + 1500);
  return {
    atMs,
    backAtMs: between(dice('back after'), Math.min(longest, atMs + (isLong ? 2500 : 200)), longest),
  };
};
