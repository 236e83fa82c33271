import type { AlertsConfig } from '../../config/alerts.ts';
import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { AudienceCount, AudienceRepository } from '../../domain/people/audience.ts';
import type { Finding } from '../../domain/templates/template.ts';
import { didYouMean } from '../../kernel/nearest.ts';
import { faultsOfEndings } from '../corrections/endings.ts';
import { whyNoOverride } from '../desk/policy.ts';
import { errorsOfFulfilled } from '../escalation/preview-escalation.ts';
import { countAudiences, peopleIn, type StepPeople } from '../escalation/review-audiences.ts';
import { lint } from '../templates/lint.ts';
import { digest } from './digest.ts';

/** Why an alert can't be launched as it is. */
export interface Blocker {
  /** Stable: API clients may compare with it, so it must not be renamed. */
  readonly code:
    | 'emptyAudience'
    | 'missingAudience'
    | 'unfitContent'
    | 'overrideNotAllowed'
    | 'unknownRoute'
    | 'expired';
  /** The field of the draft that is wrong, such as `audience`. */
  readonly path: string;
  readonly message: string;
}

/** How an alert looks now: its audience, its findings, and what keeps it from being launched. */
export interface DraftReview {
  /**
   * A digest of the texts, the audience, what its lists, segments and areas mean, and the count of people. If the hash
   * differs, another text would go out, or it would go to other people.
   */
  readonly hash: string;
  readonly count: AudienceCount;
  /** People who would get a message. */
  readonly people: number;
  /** Of each step of the escalation. */
  readonly steps: readonly StepPeople[];
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
  const { count, steps } = await countAudiences(audiences, draft);
  const people = peopleIn(count);
  const findings = lint(draft.content, { values: draft.values });
  return {
    hash: hashOf(draft, count, steps),
    count,
    people,
    steps,
    findings,
    blockers: blockersOf(draft, policy, {
      count,
      people,
      steps,
      findings,
      routes: traffic.paces().map(({ id }) => id),
      nowMs,
    }),
  };
};

/**
 * Two digests with a dot between: of what goes out, and of how many people get it. `isSameThing` compares the first.
 */
const hashOf = (
  draft: AlertDraft,
  { people, suppressed, missing, meaning }: AudienceCount,
  steps: readonly StepPeople[],
): string => {
  // The time, the source and the scenario are left out: they change nothing of what is sent.
  const { scheduledAt: _scheduledAt, source: _source, scenario: _scenario, ...goesOut } = draft;
  return [
    [goesOut, meaning],
    // Without an escalation the hash is what it was before there were any: approvals on disk stay valid.
    [people, suppressed, missing, ...steps],
  ]
    .map(digest)
    .join('.');
};

/** Whether two hashes stand for the same texts and audience. The count of people may differ. */
export const isSameThing = (one: string, other: string): boolean => thingOf(one) === thingOf(other);

const thingOf = (of: string): string | undefined => of.split('.', 1)[0];

interface Around {
  readonly count: AudienceCount;
  readonly people: number;
  readonly steps: readonly StepPeople[];
  readonly findings: readonly Finding[];
  /** The ids of the routes that exist. */
  readonly routes: readonly string[];
  readonly nowMs: number;
}

export const namesWhatIsGone = (missing: readonly string[], path = 'audience'): Blocker => ({
  code: 'missingAudience',
  path,
  message: `names what is gone: ${missing.join(', ')}`,
});

const blockersOfSteps = (draft: AlertDraft, steps: readonly StepPeople[]): readonly Blocker[] => [
  ...steps.flatMap(({ people, missing }, index): readonly Blocker[] => {
    const path = `escalation.steps[${index}].audience`;
    if (missing.length > 0) return [namesWhatIsGone(missing, path)];
    return people > 0 ? [] : [{ code: 'emptyAudience', path, message: 'is nobody' }];
  }),
  ...errorsOfFulfilled(draft).map(
    ({ message }): Blocker => ({ code: 'unfitContent', path: 'escalation.whenFulfilled', message }),
  ),
];

/** Fails closed: an audience that names something removed is a blocker, so that nobody is left out unnoticed. */
const blockersOf = (
  draft: AlertDraft,
  policy: AlertsConfig,
  { count, people, steps, findings, routes, nowMs }: Around,
): readonly Blocker[] => {
  const blockers: Blocker[] = [];
  if (count.missing.length > 0) {
    blockers.push(namesWhatIsGone(count.missing));
  } else if (people === 0) {
    const message = count.people === 0 ? 'is nobody' : `is nobody: all ${count.people} are suppressed`;
    blockers.push({ code: 'emptyAudience', path: 'audience', message });
  }
  blockers.push(...blockersOfSteps(draft, steps));
  for (const { level, variant, message } of findings) {
    const path = variant === undefined ? 'content' : `content.${variant}`;
    if (level === 'error') blockers.push({ code: 'unfitContent', path, message });
  }
  for (const { path, message } of faultsOfEndings(draft, draft.values)) {
    blockers.push({ code: 'unfitContent', path, message });
  }
  const noOverride = whyNoOverride(policy, draft);
  if (noOverride !== undefined) {
    blockers.push({ code: 'overrideNotAllowed', path: 'overrideOptOut', message: noOverride });
  }
  for (const route of draft.routes?.filter((id) => !routes.includes(id)) ?? []) {
    blockers.push({
      code: 'unknownRoute',
      path: 'routes',
      message: `no route is called "${route}"${didYouMean(route, routes)}`,
    });
  }
  if (draft.expiresAt !== undefined && draft.expiresAt <= nowMs) {
    blockers.push({ code: 'expired', path: 'expiresAt', message: 'is past' });
  }
  return blockers;
};
