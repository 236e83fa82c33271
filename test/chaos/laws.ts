import type { History } from './history.ts';
import type { Fall, Law } from './law.ts';
import { lawsOfSending } from './laws-of-sending.ts';
import { lawsOfStates } from './laws-of-states.ts';
import { lawsOfUrgency } from './laws-of-urgency.ts';

export const LAWS: readonly Law[] = [...lawsOfStates, ...lawsOfSending, ...lawsOfUrgency];

export const fallsIn = (history: History): readonly Fall[] => LAWS.flatMap((law) => law.falls(history));
