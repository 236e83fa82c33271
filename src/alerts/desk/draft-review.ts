import { hash } from 'node:crypto';
import type { AlertsConfig } from '../../config/alerts.ts';
import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { Finding } from '../../domain/alerts/template.ts';
import type { AudienceCount, AudienceRepository } from '../../domain/people/audience.ts';
import { prepareTexts } from '../templates/prepare.ts';
import { whyNoOverride } from './policy.ts';

/** Why an alert can't be launched as it is. */
export interface Blocker {
  /** Stable: what a program looks at. */
  readonly code:
    | 'emptyAudience'
    | 'missingAudience'
    | 'unfitContent'
    | 'overrideNotAllowed'
    | 'unknownRoute'
    | 'expired';
  /** The field of the draft, such as `audience`. */
  readonly path: string;
  readonly message: string;
}

/** What somebody who looks at an alert now sees of it. */
export interface DraftReview {
  /**
   * Of texts, audience, what its lists, segments and areas mean, and the count of people: another one means that
   * something else would go out, or to others.
   */
  readonly hash: string;
  readonly count: AudienceCount;
  /** Who is to be written to. */
  readonly people: number;
  readonly findings: readonly Finding[];
  readonly blockers: readonly Blocker[];
}

export interface DraftReviewDeps {
  readonly audiences: Pick<AudienceRepository, 'countAudience'>;
  readonly policy: AlertsConfig;
  readonly traffic: Pick<AlertTraffic, 'paces'>;
}

export const seeAlert = async (
  { audiences, policy, traffic }: DraftReviewDeps,
  draft: AlertDraft,
  nowMs: number,
): Promise<DraftReview> => {
  const { audience, overrideOptOut } = draft;
  const count = await audiences.countAudience(audience, { overrideOptOut });
  const people = count.people - Object.values(count.suppressed).reduce((sum, some) => sum + some, 0);
  const { findings } = prepareTexts(draft.content, draft.values, { exercise: draft.kind === 'exercise' });
  return {
    hash: hashOf(draft, count),
    count,
    people,
    findings,
    blockers: blockersOf(draft, policy, {
      count,
      people,
      findings,
      routes: traffic.paces().map(({ id }) => id),
      nowMs,
    }),
  };
};

/** Two: what goes out, and how many it is for, who come and go. */
const hashOf = (draft: AlertDraft, { people, suppressed, missing, meaning }: AudienceCount): string => {
  // When it goes out is not what goes out.
  const { scheduledAt: _scheduledAt, source: _source, ...goesOut } = draft;
  return [
    [goesOut, meaning],
    [people, suppressed, missing],
  ]
    .map(digest)
    .join('.');
};

/** The same for the same things, in whatever order their keys were written. */
export const digest = (of: unknown): string => hash('sha256', sorted(of), 'base64url');

/** Whether it is the same that goes out, though not to as many people. */
export const isSameThing = (one: string, other: string): boolean => thingOf(one) === thingOf(other);

const thingOf = (of: string): string | undefined => of.split('.', 1)[0];

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

interface Around {
  readonly count: AudienceCount;
  readonly people: number;
  readonly findings: readonly Finding[];
  /** That there are. */
  readonly routes: readonly string[];
  readonly nowMs: number;
}

export const namesWhatIsGone = (missing: readonly string[]): Blocker => ({
  code: 'missingAudience',
  path: 'audience',
  message: `names what is gone: ${missing.join(', ')}`,
});

/** Closed, not open: of an audience that can't be made out nobody is written to, and whoever launches is told. */
const blockersOf = (
  draft: AlertDraft,
  policy: AlertsConfig,
  { count, people, findings, routes, nowMs }: Around,
): readonly Blocker[] => {
  const blockers: Blocker[] = [];
  if (count.missing.length > 0) {
    blockers.push(namesWhatIsGone(count.missing));
  } else if (people === 0) {
    const message = count.people === 0 ? 'is nobody' : `is nobody: all ${count.people} are suppressed`;
    blockers.push({ code: 'emptyAudience', path: 'audience', message });
  }
  for (const { level, variant, message } of findings) {
    const path = variant === undefined ? 'content' : `content.${variant}`;
    if (level === 'error') blockers.push({ code: 'unfitContent', path, message });
  }
  const noOverride = whyNoOverride(policy, draft);
  if (noOverride !== undefined) {
    blockers.push({ code: 'overrideNotAllowed', path: 'overrideOptOut', message: noOverride });
  }
  for (const route of draft.routes?.filter((id) => !routes.includes(id)) ?? []) {
    blockers.push({ code: 'unknownRoute', path: 'routes', message: `no route is called "${route}"` });
  }
  if (draft.expiresAt !== undefined && draft.expiresAt <= nowMs) {
    blockers.push({ code: 'expired', path: 'expiresAt', message: 'is past' });
  }
  return blockers;
};
