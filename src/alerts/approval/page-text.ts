import type { WaitSubject } from '../../domain/alerts/approval.ts';
import type { Language } from './approval-texts.ts';
import { CODE_VALID_MS } from './page-code.ts';
import { asked as askedWords, fitted } from './written.ts';

export interface PageText {
  readonly alert: number;
  readonly title: string;
  /** What a phone wrote into the texts of the alert, which the page shows whole, see `canShow`. */
  readonly asked: string | undefined;
  readonly subject: WaitSubject;
  readonly isExercise: boolean;
  /** Those of all audiences. Somebody in several of them counts more than once. */
  readonly people: number;
  /** 1, and the number of steps of the escalation. */
  readonly audiences: number;
  /** When an alert for later goes out, such as `27/11 08:00`; undefined: once it is launched. */
  readonly goesOutAt: string | undefined;
  /** Until the deadline; 0: it is past. */
  readonly minutes: number;
  /** Undefined: it can't be approved by SMS; `locked`: since too many wrong codes came for it. */
  readonly code: string | undefined;
  readonly locked: boolean;
}

const CODE_MINUTES = CODE_VALID_MS / 60_000;

/** The SMS that asks an officer to approve. It takes one GSM 7-bit part where it can, and two at most. */
export const pageText = (language: Language, page: PageText): string =>
  fitted(page.title, (named) => {
    const about = page.asked === undefined ? named : `${named} : ${askedWords(page.asked)}`;
    return language === 'fr' ? french(page, about) : english(page, about);
  });

const FRENCH = { alert: '', update: 'mise à jour de ', cancel: 'ANNULATION de ' } as const;
const ENGLISH = { alert: '', update: 'update of ', cancel: 'CANCEL of ' } as const;

const french = (page: PageText, about: string): string => {
  const { alert, subject, isExercise, people, audiences, goesOutAt, minutes, code, locked } = page;
  const article = subject === 'alert' ? '' : "l'";
  const what = `${FRENCH[subject]}${article}${isExercise ? 'EXERCICE' : 'alerte RÉELLE'} ${alert}`;
  const whom = audiences > 1 ? `${people} pers. au plus en ${audiences} groupes` : `${people} pers.`;
  const when = goesOutAt === undefined ? '' : `, part ${goesOutAt}`;
  const left = minutes > 0 ? `reste ${minutes} min` : 'délai dépassé';
  const how =
    code === undefined
      ? `${locked ? 'Réponse par SMS bloquée : a' : 'A'}pprouvez dans la console.`
      : `Répondez OK ${code}, ou NON ${code} et la raison, sous ${CODE_MINUTES} min.`;
  return `TOCSIN à approuver : ${what} "${about}", ${whom}${when}, ${left}. ${how}`;
};

const english = (page: PageText, about: string): string => {
  const { alert, subject, isExercise, people, audiences, goesOutAt, minutes, code, locked } = page;
  const what = `${ENGLISH[subject]}${isExercise ? 'EXERCISE' : 'LIVE alert'} ${alert}`;
  const whom = audiences > 1 ? `up to ${people} people in ${audiences} groups` : `${people} people`;
  const when = goesOutAt === undefined ? '' : `, goes out ${goesOutAt}`;
  const left = minutes > 0 ? `${minutes} min left` : 'overdue';
  const how =
    code === undefined
      ? `${locked ? 'Answers by SMS are locked: a' : 'A'}pprove it in the console.`
      : `Reply OK ${code}, or NO ${code} and the reason, within ${CODE_MINUTES} min.`;
  return `TOCSIN to approve: ${what} "${about}", ${whom}${when}, ${left}. ${how}`;
};
