import { begins, isWhole, many, one, type Pattern } from '../grammar.ts';
import { COURTESIES as POLITE_ENGLISH } from '../opt-out-english.ts';
import { COURTESIES as POLITE_FRENCH } from '../opt-out-french.ts';
import { clausesOf } from '../words.ts';

const LEADS =
  `${POLITE_ENGLISH}|${POLITE_FRENCH}|vite|urgent|urgence|quick|quickly|oh|ok|oui|yes|reponse|ma reponse|je reponds|` +
  'answer|my answer|option|number|numero|je choisis|i choose';
const NO = ['no', 'non', 'nope'];

const CALLS = one(
  'sos|mayday|au secours|a l aide|aidez moi|aidez nous|aide moi|aide nous|secourez moi|secourez nous|venez nous aider|' +
    'venez m aider|venez nous chercher|venez me chercher|sauvez moi|sauvez nous|besoin d aide|j ai besoin d aide|' +
    'jai besoin d aide|nous avons besoin d aide|on a besoin d aide|besoin de secours|j ai besoin de secours|' +
    'nous avons besoin de secours|on a besoin de secours|envoyez de l aide|envoyez des secours|envoyez les secours|' +
    'need help|i need help|we need help|i need urgent help|we need urgent help|urgent help|send help|please help|' +
    'save us|save me|rescue us|rescue me|come and help|come help',
);
/**
 * Cries that name the person who needs help. They are cries even after "no", which then refuses something else ("no,
 * help me"). Other cries are not: "no help" and "no SOS" refuse help.
 */
const ASKED = one(
  'i need help|we need help|i need urgent help|we need urgent help|help me|help us|please help|save me|save us|' +
    'rescue me|rescue us|aidez moi|aidez nous|aide moi|aide nous|j ai besoin d aide|jai besoin d aide|' +
    'nous avons besoin d aide|on a besoin d aide|j ai besoin de secours|nous avons besoin de secours|' +
    'on a besoin de secours',
);
/** Words that are cries by themselves, but not as part of a name such as "help desk". */
const NOUNS = one('help|aide|secours');
const AGAIN = many(
  'help|sos|au secours|secours|aide|a l aide|aidez moi|aidez nous|help me|help us|quick|vite|urgent|please|svp',
);

/**
 * Words that take back the cry before them if nothing but courtesies follows: "help not needed" is no cry, but "help is
 * here but not enough" is one.
 */
const OVER =
  'not needed|not necessary|not required|no longer needed|no longer necessary|no longer required|' +
  'no more needed|no more help needed|isn t needed|is not needed|is not necessary|not anymore|' +
  'is on the way|is on its way|on the way|on its way|is coming|is here|has come|has arrived|arrived|came|received|' +
  'was a mistake|by mistake|false alarm|cancelled|non necessaire|non requise|non requis|non merci|pas necessaire|' +
  'pas besoin|pas utile|inutile|inutiles|plus necessaire|plus besoin|n est pas necessaire|n est plus necessaire|' +
  'arrivee|arrives|est arrivee|sont arrives|est la|sont la|est en route|sont en route|en route|sur place|sont sur place|' +
  'recue|fausse alerte|par erreur|annule|annulee';
const THINGS =
  'others|the others|other people|desk|line|center|centre|page|point|number|out|yourself|yourselves|wanted|alimentaire|sociale|financiere|' +
  'a domicile|memoire|populaire|catholique|soignante|soignant';
const AFTER_OVER = many(`${POLITE_ENGLISH}|${POLITE_FRENCH}|here|ici|anymore|any more|d aide|de secours`);
const AFTER_THINGS = many(
  `${THINGS}|first|d abord|${POLITE_ENGLISH}|${POLITE_FRENCH}|open|closed|ouvert|ouverte|ferme|fermee`,
);

/** A text that is nothing else: "1 urgent" is doubtful. */
const ALARM = one(
  'urgent|urgence|urgently|emergency|c est urgent|it is urgent|it s urgent|ambulance|une ambulance',
);

const OVERS: Pattern = [AGAIN, one(OVER), AFTER_OVER];

interface Cry {
  readonly cry: Pattern;
  /** Whether the cry has to be the whole clause. */
  readonly whole?: boolean;
  readonly none: readonly Pattern[];
}

const criesAfter = (words: readonly string[]): readonly Cry[] => {
  const leads = [LEADS, ...words.filter((word) => !NO.includes(word))];
  const lead = many(leads.join('|'));
  const leadOrNo = many([...leads, ...NO].join('|'));
  return [
    { cry: [lead, ALARM, lead], whole: true, none: [] },
    { cry: [lead, CALLS], none: [[lead, CALLS, ...OVERS]] },
    { cry: [leadOrNo, ASKED], none: [[leadOrNo, ASKED, ...OVERS]] },
    {
      cry: [lead, NOUNS],
      none: [
        [lead, NOUNS, ...OVERS],
        [lead, NOUNS, AGAIN, one(THINGS), AFTER_THINGS],
      ],
    },
  ];
};

/**
 * Whether the text is a cry for help: one of its clauses begins with a cry, which may follow courtesies and the given
 * answer words. A clause in which the cry is taken back ("help not needed") or is part of a name ("help desk") doesn't
 * count.
 */
export const isSpokenCry = (text: string, words: readonly string[]): boolean => {
  const cries = criesAfter(words);
  return clausesOf(text).some((clause) =>
    cries.some(
      ({ cry, whole, none }) =>
        (whole ? isWhole(clause, cry) : begins(clause, cry)) &&
        !none.some((pattern) => isWhole(clause, pattern)),
    ),
  );
};
