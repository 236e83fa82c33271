import { between, type Dice, pick } from '../../../chaos/dice.ts';

/** A message that the gateway is to send. Times are ms since the routes were up first. */
export interface PlannedOut {
  readonly index: number;
  /** undefined: after the calm; it must be delivered if the modem may send at all. */
  readonly atMs: number | undefined;
  readonly to: string;
  readonly text: string;
  readonly priority: 'critical' | 'high' | 'normal' | 'low';
  readonly onUncertain: 'resend' | 'hold';
  readonly validForMs: number;
  /** The only routes that may carry it; 'plan': the carriers first, the modems last. */
  readonly by: readonly string[] | 'plan';
  readonly cancelAtMs: number | undefined;
  /** Each modem's network refuses the number for good. */
  readonly isBarred: boolean;
  /** Its reports are negative. */
  readonly isUndelivered: boolean;
}

/** A text from a phone to the SIM of a modem. A person may send the same text twice: then two of them are equal. */
export interface PlannedIn {
  readonly index: number;
  readonly modem: string;
  readonly from: string;
  readonly text: string;
  /** `beforeCut`: so long before one of the power cuts of the world, if there is one; else at `atMs`. */
  readonly atMs: number;
  readonly beforeCut: { readonly cut: number; readonly ms: number } | undefined;
  readonly isReversed: boolean;
}

const SENDING_MS = 5500;
const LONG_MS = 45_000;
const PROBE_MS = 75_000;
const WORDS = ['abri', 'gué', 'colline', 'feu', 'moulin', 'sirène', 'vent', 'toit'] as const;
/** The beginning of a recipient whose messages may go by carriers too. */
export const TIERED = '+336399815';

/** Each word has the number of its text in it, so that each part on air shows to which text it belongs. */
const wordsOf = (dice: Dice, mark: string, length: number, isUcs2: boolean): string => {
  let text = isUcs2 ? `${mark}-0 я` : `${mark}-0 é`;
  for (let word = 1; text.length < length; word++)
    text += ` ${mark}-${word} ${WORDS[between(dice(`word ${word}`), 0, WORDS.length - 1)]}`;
  return text;
};

/** The number of the message in a part of its text. */
export const outIn = (text: string): number | undefined => {
  const found = /\bM(\d+)-\d+/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

const lengthOf = (parts: number, isUcs2: boolean): number => {
  if (parts === 1) return isUcs2 ? 50 : 110;
  return (isUcs2 ? 67 : 153) * parts - 30;
};

const numberOf = (by: PlannedOut['by'], index: number): string =>
  by === 'plan' ? `${TIERED}${String(index).padStart(2, '0')}` : `+3363998${1000 + index}`;

/** @param pulledAtMs when modems are pulled out: some messages come just before, so that they wait there */
export const textsOf = (
  dice: Dice,
  modems: readonly string[],
  pulledAtMs: readonly number[],
): readonly PlannedOut[] => {
  const texts: PlannedOut[] = [];
  for (let index = 0; index < between(dice('messages'), 8, 22); index++) {
    const before = texts.at(-1);
    texts.push(outOf((label) => dice(`out ${index} ${label}`), index, modems, before, pulledAtMs));
  }
  return [...texts, ...modems.map((modem, at) => probeOf(dice, texts.length + at, modem))];
};

const outOf = (
  dice: Dice,
  index: number,
  modems: readonly string[],
  before: PlannedOut | undefined,
  pulledAtMs: readonly number[],
): PlannedOut => {
  const isUcs2 = dice('alphabet') < 0.3;
  const by =
    dice('by plan') < 0.3 ? 'plan' : dice('any') < 0.5 ? modems : [pick(dice('modem'), asList(modems))];
  // Two messages to one phone: after the modem counts anew, a report may name either.
  const isSame = before !== undefined && before.by !== 'plan' && by !== 'plan' && dice('same phone') < 0.3;
  const pullAt = pulledAtMs[between(dice('pull'), 0, Math.max(0, pulledAtMs.length - 1))];
  const atMs =
    pullAt === undefined || dice('before a pull') > 0.4
      ? between(dice('at'), 0, SENDING_MS)
      : Math.max(0, pullAt - between(dice('before'), 20, 500));
  return {
    index,
    atMs,
    to: isSame ? before.to : numberOf(by, index),
    text: wordsOf(dice, `M${index}`, lengthOf(pick(dice('parts'), [1, 1, 1, 2, 3]), isUcs2), isUcs2),
    priority: pick(dice('priority'), ['critical', 'critical', 'high', 'normal', 'low']),
    onUncertain: pick(dice('on uncertain'), ['resend', 'hold']),
    validForMs: dice('validity') < 0.3 ? between(dice('valid for'), 10, 14) * 1000 : LONG_MS,
    by,
    cancelAtMs: dice('cancelled') < 0.15 ? atMs + between(dice('cancel after'), 0, 1500) : undefined,
    isBarred: isSame ? before.isBarred : dice('barred') < 0.08,
    isUndelivered: isSame ? before.isUndelivered : dice('undelivered') < 0.08,
  };
};

const asList = (modems: readonly string[]): readonly [string, ...string[]] => {
  const [first = '', ...others] = modems;
  return [first, ...others];
};

const probeOf = (dice: Dice, index: number, modem: string): PlannedOut => ({
  index,
  atMs: undefined,
  to: numberOf([modem], index),
  text: wordsOf(dice, `M${index}`, 60, false),
  priority: 'critical',
  onUncertain: 'hold',
  validForMs: PROBE_MS,
  by: [modem],
  cancelAtMs: undefined,
  isBarred: false,
  isUndelivered: false,
});

/** A network gives the time of a text to the second: two equal texts within one second are the same to a reader. */
const TWIN_AFTER_MS = 1500;

export const inTexts = (dice: Dice, modems: readonly string[]): readonly PlannedIn[] => {
  const texts = singlesOf(dice, modems);
  const twins = texts
    .filter((text) => text.beforeCut === undefined && dice(`twin of ${text.index}`) < 0.5)
    .map((text, at) => ({
      ...text,
      index: texts.length + at,
      atMs: text.atMs + TWIN_AFTER_MS + between(dice(`twin of ${text.index} after`), 0, 1500),
    }));
  return [...texts, ...twins];
};

const singlesOf = (dice: Dice, modems: readonly string[]): readonly PlannedIn[] =>
  Array.from({ length: between(dice('phones'), 2, 8) }, (_, index): PlannedIn => {
    const own = (label: string): number => dice(`in ${index} ${label}`);
    const isUcs2 = own('alphabet') < 0.3;
    const parts = pick(own('parts'), [1, 1, 1, 2, 3]);
    return {
      index,
      modem: pick(own('modem'), asList(modems)),
      from: `+3363998${1900 + index}`,
      text: wordsOf(own, `P${index}`, lengthOf(parts, isUcs2), isUcs2),
      atMs: between(own('at'), 0, SENDING_MS),
      beforeCut:
        own('before a blow') < 0.6
          ? { cut: between(own('cut'), 0, 5), ms: between(own('before'), 10, 34) }
          : undefined,
      isReversed: own('reversed') < 0.3,
    };
  });
