import type { Session } from '../api/session.ts';
import { forgetAllKept } from '../parts/use-kept.ts';
import { type Language, languages } from '../words/i18n.ts';

const PERSON = 'tocsin.person';
const LANGUAGE = 'tocsin.language';
const LANGUAGE_OF = 'tocsin.language.of';

/**
 * Notes who sits at this window. What somebody else typed in it is forgotten.
 * @returns whether it was somebody else's window until now
 */
export const claimWindow = ({ user }: Session): boolean => {
  const before = sessionStorage.getItem(PERSON);
  sessionStorage.setItem(PERSON, String(user.id));
  if (before === null || before === String(user.id)) return false;
  forgetAllKept();
  return true;
};

/** Nobody sits at this window any more: what was typed is forgotten. */
export const leaveWindow = (): void => {
  forgetAllKept();
  sessionStorage.removeItem(PERSON);
};

/** The language that was chosen in this browser, unless another person chose it; else that of the person. */
export const languageOf = ({ user }: Session): Language => {
  const of = localStorage.getItem(LANGUAGE_OF);
  const chosen = of === null || of === String(user.id) ? localStorage.getItem(LANGUAGE) : null;
  return languages.find((one) => one === (chosen ?? user.language)) ?? 'en';
};

/** Keeps a language for this person in this browser; the gateway goes on writing to them in their own. */
export const keepLanguage = ({ user }: Session, language: Language): void => {
  localStorage.setItem(LANGUAGE, language);
  localStorage.setItem(LANGUAGE_OF, String(user.id));
};
