import type { InboundConfig } from '../config/inbound.ts';

// Each reply to an opt-out or opt-in fits one GSM 7-bit part, unless the names of lists are long. START and STOPALL are
// understood in any language.
const OPT_OUT = {
  fr: 'Vous ne recevrez plus nos messages. Pour les recevoir de nouveau, répondez START.',
  en: 'You will get no more messages from us. To get them again, reply START.',
} as const;

const OPT_OUT_OF_LISTS = {
  fr: 'Vous ne recevrez plus les messages de : {lists}. Pour ne plus rien recevoir, répondez STOPALL ; pour revenir, START.',
  en: 'You will get no more messages of: {lists}. To get none at all, reply STOPALL; to come back, START.',
} as const;

// The person must not believe that it is done: until a person has looked, messages of the alert may still come.
const OPT_OUT_HELD = {
  fr: "Votre STOP est noté. Une personne va le vérifier ; d'ici là, vous ne recevez que les alertes vitales.",
  en: 'Your STOP is noted. A person will check it; until then, you only get alerts that may save lives.',
} as const;

const OPT_IN = {
  fr: 'Vous recevrez de nouveau nos messages. Pour les arrêter : STOP.',
  en: 'You will get our messages again. To stop them: STOP.',
} as const;

const CALL = {
  fr: 'AIDE DEMANDÉE par {who}{about} : {text} (répondez PRIS {case} {code})',
  en: 'HELP NEEDED by {who}{about}: {text} (reply TAKE {case} {code})',
} as const;

const CALL_AGAIN = {
  fr: 'PERSONNE ne répond depuis {age} à {who}{about} : {text} (répondez PRIS {case} {code})',
  en: 'NOBODY has answered for {age}: {who}{about}: {text} (reply TAKE {case} {code})',
} as const;

const CALL_TAKEN = {
  fr: 'NOUVEL APPEL de {who}, cas {case} pris par {holder} : {text} (code {code})',
  en: 'NEW CALL by {who}, case {case} taken by {holder}: {text} (code {code})',
} as const;

const CALL_ASKED = {
  fr: 'CAS {case}, {who} : {text} (répondez {verb} {case} {code})',
  en: 'CASE {case}, {who}: {text} (reply {verb} {case} {code})',
} as const;

const SAYS_SAFE = { fr: '(dit : en sécurité) ', en: '(says safe) ' } as const;

const MORE_CALLS = {
  fr: 'AIDE DEMANDÉE par {people} autres personnes ({title}), alerte {alert}. Cas {cases}. Répondez PRIS et le numéro.',
  en: 'HELP NEEDED by {people} more people ({title}), alert {alert}. Cases {cases}. Reply TAKE and the number.',
} as const;

const MORE_CALLS_OF_ANY = {
  fr: 'AIDE DEMANDÉE par {people} autres personnes. Cas {cases}. Répondez PRIS et le numéro.',
  en: 'HELP NEEDED by {people} more people. Cases {cases}. Reply TAKE and the number.',
} as const;

// Without an accent on the A, which no GSM 7-bit text can have.
const WAITING_CALLS = {
  fr: "{people} APPELS A L'AIDE sans réponse, le premier depuis {age}. Cas {cases}. Répondez PRIS et le numéro.",
  en: '{people} CALLS FOR HELP wait, the first for {age}. Cases {cases}. Reply TAKE and the number.',
} as const;

const AND_ONE_CASE = { fr: '{numbers} et 1 autre', en: '{numbers} and 1 more' } as const;
const AND_CASES = { fr: '{numbers} et {more} autres', en: '{numbers} and {more} more' } as const;

const NOT_ENOUGH = {
  fr: 'PAS ASSEZ DE RÉPONSES "{meaning}" ({title}) : {answered} sur {need}. Voir les réponses : alerte {alert}.',
  en: 'NOT ENOUGH ANSWERS "{meaning}" ({title}): {answered} of {need}. See the answers: alert {alert}.',
} as const;

type Texts = Readonly<Record<string, string>>;

const defaults = {
  optOut: OPT_OUT,
  optOutHeld: OPT_OUT_HELD,
  optOutOfLists: OPT_OUT_OF_LISTS,
  optIn: OPT_IN,
  call: CALL,
  callAgain: CALL_AGAIN,
  callTaken: CALL_TAKEN,
  callAsked: CALL_ASKED,
  saysSafe: SAYS_SAFE,
  moreCalls: MORE_CALLS,
  moreCallsOfAny: MORE_CALLS_OF_ANY,
  waitingCalls: WAITING_CALLS,
  andOneCase: AND_ONE_CASE,
  andCases: AND_CASES,
  notEnough: NOT_ENOUGH,
};

/** Returns the text in the first of these languages in which there is one. */
export type ReplyTexts = (
  kind: keyof typeof defaults,
  languages: readonly (string | undefined)[],
  values?: Readonly<Record<string, string>>,
) => string;

/** Makes the function for the texts of automatic replies. Configured texts replace the default ones. */
export const replyTexts = ({
  replies,
  language,
}: Pick<InboundConfig, 'replies' | 'language'>): ReplyTexts => {
  const configured: Readonly<Record<string, Texts | undefined>> = replies;
  return (kind, languages, values = {}) => {
    const texts: Texts = { ...defaults[kind], ...configured[kind] };
    const wanted = [...languages, language, 'fr'].find(
      (one) => one !== undefined && texts[one] !== undefined,
    );
    const text = (wanted === undefined ? undefined : texts[wanted]) ?? '';
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  };
};
