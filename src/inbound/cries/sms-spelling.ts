/** How people write words of distress in haste, and the word that each spelling stands for. */
// A map: of an object, the word "constructor" would have a spelling.
const SPELT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hlp: 'help',
    halp: 'help',
    hepl: 'help',
    pls: 'please',
    plz: 'please',
    plse: 'please',
    snd: 'send',
    ned: 'need',
    u: 'you',
    ur: 'your',
    wtr: 'water',
    asap: 'quick',
    im: 'i m',
    ive: 'i ve',
    cant: 'can t',
    cannot: 'can t',
    couldnt: 'can t',
    couldn: 'can',
    dont: 'don t',
    doesnt: 'don t',
    doesn: 'don',
    isnt: 'isn t',
    theres: 'there s',
    thers: 'there s',
    were: 'we re',
    smbd: 'somebody',
    smb: 'somebody',
    sum1: 'someone',
    some1: 'someone',
    any1: 'anyone',
    jai: 'j ai',
    jay: 'j ai',
    g: 'j ai',
    gt: 'j etais',
    chui: 'je suis',
    chuis: 'je suis',
    jsuis: 'je suis',
    jsui: 'je suis',
    sui: 'suis',
    ns: 'nous',
    ds: 'dans',
    ya: 'il y a',
    ya1: 'il y a un',
    pa: 'pas',
    bsoin: 'besoin',
    bzoin: 'besoin',
    bsn: 'besoin',
    daide: 'd aide',
    deau: 'd eau',
    leau: 'l eau',
    lo: 'l eau',
    dinsuline: 'd insuline',
    doxygene: 'd oxygene',
    jarrive: 'j arrive',
    narrive: 'n arrive',
    peu: 'peux',
    svp: 'please',
    stp: 'please',
    qqn: 'quelqu un',
    qq1: 'quelqu un',
    qqun: 'quelqu un',
    kelkun: 'quelqu un',
    qqch: 'quelque chose',
    qqchose: 'quelque chose',
    pk: 'pourquoi',
    ambu: 'ambulance',
    bb: 'bebe',
    mmn: 'maman',
    tt: 'tout',
    ttes: 'toutes',
    oxy: 'oxygene',
    o2: 'oxygene',
    vene: 'venez',
    veney: 'venez',
    ede: 'aidez',
    eder: 'aidez',
    somm: 'sommes',
    som: 'sommes',
    resp: 'respirer',
    secour: 'secours',
    sekour: 'secours',
    sekours: 'secours',
    scours: 'secours',
    sessour: 'secours',
    dcd: 'decede',
    sil: 's il',
  }),
);

/** Words so long that a wrong letter, a missing one or two in the wrong order still show which one is meant. */
const LONG =
  'secours besoin urgence insuline oxygene respirer respire ambulance pompiers medecin accouche dialyse coincee ' +
  'bloques bloquee incendie noyade decombres inconscient blesses trapped breathe breathing bleeding drowning emergency ' +
  'insulin oxygen dialysis unconscious collapsed flooding flooded stranded injured rubble wounded rescue ambulances';
const longWords = LONG.split(' ');
/** Words that are one letter away from a word of distress and mean something else. */
const NOT_MEANT = new Set(
  'rescued rescuer rescues besoins breather breathed secouru bloquer bloque wounder blesse blessee blesser respirez'.split(
    ' ',
  ),
);

/** Whether one letter more, less, changed, or exchanged with its neighbour makes `a` of `b`. */
const isOneSlipAway = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const rest = (text: string, skipped: number): string => text.slice(start + skipped);
  if (a.length > b.length) return rest(a, 1) === rest(b, 0);
  if (a.length < b.length) return rest(a, 0) === rest(b, 1);
  return (
    rest(a, 1) === rest(b, 1) ||
    (a[start] === b[start + 1] && a[start + 1] === b[start] && rest(a, 2) === rest(b, 2))
  );
};

const REPEATED = /(\p{L})\1{2,}/gu;
const TRAILING = /^(help|sos|secours|vite|aide)(?:p+|s+|e+|o+)$/u;

const meant = (word: string): string => {
  const short = word.replaceAll(REPEATED, '$1').replace(TRAILING, '$1');
  const spelt = SPELT.get(short);
  if (spelt !== undefined) return spelt;
  if (short.length < 6 || NOT_MEANT.has(short) || longWords.includes(short)) return short;
  return longWords.find((long) => isOneSlipAway(short, long)) ?? short;
};

/**
 * The words of a clause, as they are meant: the clause has the form that `clausesOf` returns.
 */
export const meantWords = (clause: string): readonly string[] =>
  clause
    .split(' ')
    .flatMap((word) => meant(word).split(' '))
    .filter((word) => word !== '');
