import type { AlertDraft, AlertKind, Severity } from '../../domain/alerts/alert.ts';
import type { Priority } from '../../domain/messages/priority.ts';
import { escapeBraces } from '../../domain/templates/template.ts';
import type { CapCut } from '../../domain/triggers/cap-outcome.ts';
import type { CapAlert, CapInfo } from './cap-alert.ts';
import { type GeocodeTable, placesOf } from './cap-places.ts';
import { capText } from './cap-text.ts';
import { groupInfos, type InfoGroup } from './group-infos.ts';

/** A draft made of those infos of a CAP alert that belong together. */
export interface CapDraft {
  readonly draft: AlertDraft;
  /** The reasons, in words, why an operator must look at it before it is launched. */
  readonly holds: readonly string[];
  /** By language, what the SMS leaves out of the CAP text. */
  readonly cuts: Readonly<Record<string, readonly CapCut[]>>;
}

export interface CapDrafts {
  /** The drafts; with none, `reason` says why there is nothing to send. */
  readonly drafts: readonly CapDraft[];
  readonly reason: string | undefined;
}

export interface CapDrafting {
  /** The largest number of parts of the SMS in each language, 1 to 10. */
  readonly maxParts: number;
  readonly geocodes: GeocodeTable;
  /** The prefix of an exercise's text in this language. */
  prefixFor(language: string): string;
  readonly nowMs: number;
}

/**
 * How long an alert is valid if no info says when it expires: CAP leaves that to the recipient (3.2.2), and outdated
 * alerts do harm.
 */
const VALID_MS = 24 * 3_600_000;

/** Every status other than Actual makes an exercise, since there is no danger (CAP 1.2, 3.2.1). */
export const kindOf = ({ status }: CapAlert): AlertKind => (status === 'Actual' ? 'live' : 'exercise');

/** Makes the drafts for a CAP alert: one, or several if its infos say different things. */
export const draftsOf = (alert: CapAlert, drafting: CapDrafting): CapDrafts => {
  if (alert.infos.length === 0) return { drafts: [], reason: 'it has no info: there is nothing to say' };
  const drafts = groupInfos(alert.infos).flatMap((group) => draftOf(alert, group, drafting) ?? []);
  return { drafts, reason: drafts.length === 0 ? 'it has expired' : undefined };
};

const draftOf = (alert: CapAlert, group: InfoGroup, drafting: CapDrafting): CapDraft | undefined => {
  const infos = [...group.values()];
  const [first] = infos;
  if (first === undefined) return undefined;
  const expiresAt = Math.min(...infos.map(({ expires }) => expires ?? alert.sentAt + VALID_MS));
  const startsAt = Math.max(...infos.map(({ effective }) => effective ?? 0));
  const from = Math.max(drafting.nowMs, startsAt);
  // Whole seconds, in which every answer shows it; `expiresAt` is exact.
  const validForMs = Math.floor((expiresAt - from) / 1000) * 1000;
  if (validForMs <= 0) return undefined;
  const kind = kindOf(alert);
  const texts = [...group].map(([language, info]) => {
    const prefix = kind === 'exercise' ? drafting.prefixFor(language) : '';
    return { language, whole: capText(info, drafting.maxParts, prefix), short: capText(info, 1, prefix) };
  });
  const places = placesOf(
    infos.flatMap(({ areas }) => areas),
    drafting.geocodes,
  );
  return {
    draft: {
      title: titleOf(first),
      kind,
      severity: first.severity.toLowerCase() as Severity,
      priority: priorityOf(first),
      content: {
        variants: texts.map(({ language, whole, short }) => ({
          language,
          text: escapeBraces(whole.text),
          short: escapeBraces(short.text),
        })),
        defaultLanguage: texts[0]?.language ?? 'en',
        placeholders: {},
      },
      values: {},
      audience: { include: places.include },
      validForMs,
      overrideOptOut: false,
      ...(startsAt > drafting.nowMs ? { scheduledAt: startsAt } : {}),
      expiresAt,
      source: 'cap',
    },
    holds: [
      ...(places.include.length === 0
        ? ['it has no geometry that is known here: choose who is to get it']
        : []),
      ...places.missing,
      ...(alert.status === 'Test' ? ['its status is Test: recipients are to disregard it'] : []),
      ...(alert.scope === 'Public' ? [] : [`its scope is ${alert.scope}: it is not for the public`]),
    ],
    cuts: Object.fromEntries(texts.map(({ language, whole }) => [language, whole.cuts])),
  };
};

const MOST_TITLE = 120;

const titleOf = (info: CapInfo): string => (info.headline ?? info.event).slice(0, MOST_TITLE).toWellFormed();

/** The priority: an alert that needs action at once goes before others (CAP 1.2, 3.2.2, urgency and severity). */
const priorityOf = ({ severity, urgency }: CapInfo): Priority => {
  const grave = severity === 'Extreme' || severity === 'Severe';
  const soon = urgency === 'Immediate' || urgency === 'Expected';
  if (severity === 'Extreme' && soon) return 'critical';
  if (severity === 'Severe' && urgency === 'Immediate') return 'critical';
  return grave || (severity === 'Moderate' && urgency === 'Immediate') ? 'high' : 'normal';
};
