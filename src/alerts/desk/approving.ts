import { type Alert, type AlertLogEntry, isAmong, type StepActor } from '../../domain/alerts/alert.ts';
import type { AlertAction } from '../../domain/alerts/alert-log.ts';

/** Whoever took one of these steps is an author of the alert, and may not be its second person. */
const AUTHORSHIP: readonly AlertAction[] = ['create', 'edit', 'submit'];

/** Whether the person `by` wrote any part of the alert: then somebody else must approve it. */
export const isAuthor = (by: StepActor, { authors }: Alert, log: readonly AlertLogEntry[]): boolean => {
  const writers = log.filter(({ action }) => AUTHORSHIP.includes(action)).map(({ actor }) => actor);
  return isAmong(by, [...authors, ...writers]);
};
