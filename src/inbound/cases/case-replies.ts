import type { CaseHolder, HelpCase } from '../../domain/inbound/help-case.ts';
import { quote } from '../../domain/text/quote.ts';
import type { AskedOfCase } from './read-case-command.ts';

/** What became of a command about a case. All but `done` have changed nothing. */
export type CaseAnswer =
  | { readonly kind: 'done'; readonly case: HelpCase }
  | { readonly kind: 'held'; readonly holder: CaseHolder }
  | {
      readonly kind:
        | 'unknown'
        | 'closed'
        | 'late'
        | 'noCode'
        | 'wrongCode'
        | 'locked'
        | 'barred'
        /** The phone has no code of the case that works. */
        | 'codeless'
        | 'otherDigits'
        /** A page with a code goes to the phone, and is the answer. */
        | 'paged';
    };

const NAME = 40;
const QUOTED = 80;

// Each text fits one GSM 7-bit part, unless the text of the person is long, and holds no code.
const TEXTS = {
  taken: {
    fr: "Cas {case} : il est à vous. {who} : {text} Quand c'est fini : CLOS {case} et le même code",
    en: 'Case {case} is yours. {who}: {text} When it is done: CLOSE {case} and the same code',
  },
  closedNow: { fr: 'Cas {case} clos.', en: 'Case {case} is closed.' },
  held: { fr: 'Le cas {case} est pris par {holder}.', en: 'Case {case} is taken by {holder}.' },
  closed: { fr: 'Le cas {case} est déjà clos.', en: 'Case {case} is closed already.' },
  unknown: { fr: "Il n'y a pas de cas {case}.", en: 'There is no case {case}.' },
  late: {
    fr: "RIEN n'a changé : votre SMS est arrivé trop tard. Si c'est encore vrai, renvoyez-le.",
    en: 'NOTHING done: your SMS came too late. If it still holds, send it again.',
  },
  noCode: {
    fr: "RIEN n'a changé. Ajoutez le code à 6 chiffres du SMS du cas {case} : {verb} {case} CODE",
    en: 'NOTHING done. Add the 6-digit code from the SMS of case {case}: {verb} {case} CODE',
  },
  otherDigits: {
    fr: "RIEN n'a changé : le code a 6 chiffres, dans le SMS du cas {case}. Répondez {verb} {case} CODE",
    en: 'NOTHING done: the code has 6 digits, see the SMS of case {case}. Reply {verb} {case} CODE',
  },
  wrongCode: {
    fr: "RIEN n'a changé : code faux. Prenez celui du dernier SMS du cas {case} à ce téléphone.",
    en: 'NOTHING done: wrong code. Use the one from the last SMS of case {case} to this phone.',
  },
  locked: {
    fr: "RIEN n'a changé : trois codes faux, celui du cas {case} ne sert plus. Envoyez {verb} {case} pour un autre code (un par 10 min).",
    en: 'NOTHING done: three wrong codes, that of case {case} is void. Send {verb} {case} for another code (one in 10 min).',
  },
  codeless: {
    fr: "RIEN n'a changé : pas de code valable du cas {case} sur ce téléphone. Envoyez {verb} {case} dans 10 min, ou prenez la console.",
    en: 'NOTHING done: this phone has no working code of case {case}. Send {verb} {case} in 10 min, or use the console.',
  },
  barred: {
    fr: "RIEN n'a changé : trop de codes faux depuis ce téléphone. Ses codes ne servent pas pendant une heure : prenez la console.",
    en: 'NOTHING done: too many wrong codes from this phone. Its codes do not work for an hour: use the console.',
  },
} as const;

export const VERBS = { take: { fr: 'PRIS', en: 'TAKE' }, close: { fr: 'CLOS', en: 'CLOSE' } } as const;

export const caseReply = ({ kind, id, language }: AskedOfCase, answer: CaseAnswer): string | undefined => {
  const say = (name: keyof typeof TEXTS, values: Readonly<Record<string, string>> = {}): string => {
    const text: string = TEXTS[name][language];
    const all: Readonly<Record<string, string>> = {
      case: String(id),
      verb: VERBS[kind][language],
      ...values,
    };
    return text.replaceAll(/\{(\w+)\}/g, (whole, value: string) => all[value] ?? whole);
  };
  if (answer.kind === 'held') return say('held', { holder: quote(answer.holder.name, NAME) });
  if (answer.kind === 'paged') return undefined;
  if (answer.kind !== 'done') return say(answer.kind);
  if (kind === 'close') return say('closedNow');
  const { name, number, text } = answer.case;
  const who = [name === undefined ? undefined : quote(name, NAME), number].filter((one) => one !== undefined);
  return say('taken', { who: who.join(', '), text: quote(text, QUOTED) });
};
