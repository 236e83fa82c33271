import type { z } from 'zod';
import type { overviewView } from '../../../../http/v1/alerts/overview-view.ts';
import { logEn } from '../words/log-texts.ts';

type Entry = z.output<typeof overviewView>['log'][number];
type LogWord = keyof typeof logEn;

/** A line of the log, as it is to be said. */
export interface LogLine {
  /** The word of the action; undefined: an action that this console has no words for, shown as it is. */
  readonly word: LogWord | undefined;
  readonly action: string;
  /** undefined: the gateway itself. */
  readonly who: string | undefined;
  /** What else the line says; undefined: nothing that a person could read. */
  readonly detail: string | undefined;
  /** The detail is the text of a person, and not of the gateway: it is never translated. */
  readonly isOwnText: boolean;
  /** Who was told by SMS that it went out without a second person; undefined: nobody, or another action. */
  readonly told: string | undefined;
}

const GATEWAY = 'tocsin';
/** A digest says nothing to a person: of a text, or of all that was seen in a preview. */
const HASH = /^(?:[0-9a-f]{16,}|\d+\.[\w-]{20,}\.[\w-]{20,})$/i;
/** Whom the gateway names for an alert whose scenario was approved: `Bruno, beforehand (scenario 1, version 2)`. */
const BEFOREHAND = /^(.+), beforehand \(scenario \d+, version \d+\)$/s;
/** The details of these actions are what a person wrote. */
const OWN_TEXTS: ReadonlySet<string> = new Set(['note', 'stop', 'return', 'reject', 'discard', 'breakGlass']);

/** What the gateway writes behind the reason of whoever broke the glass: `nobody answers [SMS: Bruno, Ada]`. */
const TOLD = / \[SMS: ([^\]]+)\]$/;

const isWord = (action: string): action is LogWord => Object.hasOwn(logEn, action);

const wordOf = (action: string, isBeforehand: boolean): LogWord | undefined => {
  if (isBeforehand) return 'approveBeforehand';
  return isWord(action) ? action : undefined;
};

export const logLineOf = ({ by, action, detail }: Entry): LogLine => {
  const told = action.startsWith('breakGlass') && detail !== null ? TOLD.exec(detail) : null;
  const beforehand = action === 'approve' ? BEFOREHAND.exec(by.name)?.[1] : undefined;
  return {
    word: wordOf(action, beforehand !== undefined),
    action,
    who: by.id === GATEWAY ? undefined : (beforehand ?? by.name),
    detail: detail === null || detail === '' || HASH.test(detail) ? undefined : detail.slice(0, told?.index),
    told: told?.[1],
    isOwnText: OWN_TEXTS.has(action),
  };
};
