import type { AlertsConfig } from '../../config/alerts.ts';
import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { thingOf } from '../../domain/alerts/preview-hash.ts';
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
   * A digest of the texts, the time, the audience, what its lists, segments and areas mean, and the count of people. If
   * the hash differs, another text would go out, or at another time, or to other people.
   */
  readonly hash: string;
  /** The hash as earlier versions made it, without the time: see `isSameThing`. */
  readonly earlierForm: string;
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
    ...hashesOf(draft, count, steps),
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

/** Since this form the time is in the hash. Earlier hashes, on disk with approvals, have no form before them. */
const FORM = '2';

type Hashes = Pick<DraftReview, 'hash' | 'earlierForm'>;

/**
 * The form, and two digests, with dots between: of what goes out and when, and of how many people get it. The source
 * and the scenario are left out: they change nothing of what is sent.
 */
const hashesOf = (
  { source: _source, scenario: _scenario, ...goesOut }: AlertDraft,
  { people, suppressed, missing, meaning }: AudienceCount,
  steps: readonly StepPeople[],
): Hashes => {
  const { scheduledAt: _scheduledAt, ...withoutTime } = goesOut;
  const many = digest([people, suppressed, missing, ...steps]);
  return {
    hash: [FORM, digest([goesOut, meaning]), many].join('.'),
    earlierForm: [digest([withoutTime, meaning]), many].join('.'),
  };
};

/**
 * Whether what was approved or scheduled with this hash has the texts, the audience and the time of the review. The
 * count of people may differ. Only rows from before an upgrade have the earlier form, and an edit takes it from them.
 */
export const isSameThing = (known: string, { hash, earlierForm }: Hashes): boolean =>
  thingOf(known) === thingOf(known.startsWith(`${FORM}.`) ? hash : earlierForm);

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
