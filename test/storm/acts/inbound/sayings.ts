import { between, type Dice, pick } from '../../../chaos/dice.ts';

export type Meaning = 'stop' | 'start' | 'help' | 'text';

/** What a person writes to the gateway. */
export interface Saying {
  readonly name: string;
  /** The person's number in E.164. */
  readonly person: string;
  readonly atMs: number;
  /**
   * `atMs` counts from this power cut of the plan, the first is 0; undefined: from the start. If there are fewer cuts,
   * nothing is written.
   */
  readonly cut: number | undefined;
  readonly text: string;
  readonly meaning: Meaning;
  /** The carrier that has the phone, counted from 0. */
  readonly carrier: number;
  /** How long after it another carrier delivers a copy too; undefined: none does. */
  readonly copyAfterMs: number | undefined;
  /** How the carrier writes the number of the phone. */
  readonly source: 'international' | 'with plus' | 'without type' | 'national';
  /** What says which part of a long text a part is. */
  readonly header: 8 | 16 | 'sar';
  readonly reference: number;
  /** In which order the parts of a long text come. */
  readonly order: 'in order' | 'backwards' | 'first one last';
  /** The gap between two parts, ms. */
  readonly gapMs: number;
  /** Whether the first part comes twice, the second time at the end. */
  readonly twice: boolean;
  /** Whether the last part of a long text never comes. */
  readonly torn: boolean;
}

const STOPS = [
  'STOP',
  'Stop svp',
  'ARRET',
  'Arrêt.',
  'stop merci',
  'STOP PREFECTURE',
  'je ne veux plus recevoir vos sms',
  'Unsubscribe',
  'désabonner',
  'OK STOP merci',
] as const;
const STARTS = ['START', 'unstop', 'Start please', 'réabonnez-moi', 'START svp'] as const;
const MORE = ['nous sommes au gymnase', 'la route est libre', 'il y a de la lumière', '😀 ça va'] as const;

/** The meanings of what people write, in their order. */
const SCRIPTS: readonly [readonly Meaning[], ...(readonly Meaning[])[]] = [
  ['stop'],
  ['text', 'stop'],
  ['stop', 'start'],
  ['stop', 'text', 'start'],
  ['stop', 'start', 'stop'],
  ['help', 'text', 'help'],
  ['text', 'text'],
  ['text', 'help'],
];

/** @param prefix a name of the person that is in no other text */
export const sayingsOf = (dice: Dice, prefix: string, person: string): readonly Saying[] =>
  sayingsBy(dice, prefix, person, pick(dice('script'), SCRIPTS));

const sayingsBy = (
  dice: Dice,
  prefix: string,
  person: string,
  script: readonly Meaning[],
): readonly Saying[] => {
  const first = between(dice('first at'), 0, 3000);
  const gap = between(dice('gap'), 200, 2500);
  const phrases = between(dice('phrases'), 0, 9);
  const reference = between(dice('reference'), 0, 200);
  // A copy of a STOP that comes after a START opts out again, as it should.
  const isSimple = !script.includes('start');
  return script.map((meaning, at): Saying => {
    const own: Dice = (label) => dice(`${at} ${label}`);
    const name = `${prefix}x${at}`;
    return {
      ...{ name, person, meaning, text: wordsOf(own, meaning, name, phrases + at) },
      ...{ atMs: first + at * gap, cut: undefined },
      carrier: between(dice('carrier'), 0, 1),
      copyAfterMs: isSimple && own('copy') < 0.2 ? between(own('copy after'), 0, 2500) : undefined,
      source: pick(own('source'), [
        'international',
        'international',
        'with plus',
        'without type',
        'national',
      ]),
      header: pick<Saying['header']>(own('header'), [8, 16, 'sar']),
      reference: reference + at,
      order: pick(own('order'), ['in order', 'backwards', 'first one last']),
      gapMs: pick(own('part gap'), [0, 1, 30, 700]),
      twice: own('twice') < 0.25,
      torn: meaning === 'text' && own('torn') < 0.12,
    };
  });
};

/** What several people write at the very moment of a power cut, and shortly before it. */
export const burstOf = (dice: Dice, cut: number, people: readonly string[]): readonly (readonly Saying[])[] =>
  people.map((person, index) => {
    const own: Dice = (label) => dice(`person ${index} ${label}`);
    const script = pick<readonly Meaning[]>(own('script'), [['text'], ['help'], ['stop']]);
    return sayingsBy(own, `b${cut}p${index}`, person, script).map((saying) => ({
      ...saying,
      ...{ cut, atMs: between(own('before'), -30, 2), gapMs: pick(own('gap'), [0, 1, 3]), torn: false },
    }));
  });

const wordsOf = (dice: Dice, meaning: Meaning, name: string, phrase: number): string => {
  if (meaning === 'stop') return STOPS[phrase % STOPS.length] ?? 'STOP';
  if (meaning === 'start') return STARTS[phrase % STARTS.length] ?? 'START';
  if (meaning === 'help') return `SOS, ici ${name}, nous sommes bloqués dans la cave`;
  let text = `Bonjour, ici ${name}`;
  const length = pick(dice('length'), [20, 180, 320, 500]);
  for (let word = 0; text.length < length; word++)
    text += `, ${pick(dice(`more ${word}`), MORE)} ${name}.${word}`;
  return text;
};
