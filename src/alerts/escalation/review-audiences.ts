import type { AlertDraft } from '../../domain/alerts/alert.ts';
import { audiencesOf } from '../../domain/alerts/escalation.ts';
import type {
  Audience,
  AudienceCount,
  AudienceMeaning,
  AudienceRepository,
} from '../../domain/people/audience.ts';

/** The people of a step of the escalation. Those who have the alert already don't get it again. */
export interface StepPeople {
  /** All people of the step's audience, each once. */
  readonly audience: number;
  /** Those of them who are not suppressed. */
  readonly people: number;
  readonly missing: readonly string[];
}

export interface CountedAudiences {
  /** The alert's own audience. Its `meaning` is that of all audiences of the alert. */
  readonly count: AudienceCount;
  /** Of each step of the escalation, in order. */
  readonly steps: readonly StepPeople[];
}

export const peopleIn = ({ people, suppressed }: AudienceCount): number =>
  people - Object.values(suppressed).reduce((sum, some) => sum + some, 0);

/** Counts the people of the alert and of each step of its escalation. */
export const countAudiences = async (
  audiences: Pick<AudienceRepository, 'countAudience'>,
  draft: Pick<AlertDraft, 'audience' | 'escalation' | 'overrideOptOut'>,
): Promise<CountedAudiences> => {
  const { overrideOptOut } = draft;
  const count = await audiences.countAudience(draft.audience, { overrideOptOut });
  const counts: AudienceCount[] = [];
  for (const { audience } of draft.escalation?.steps ?? [])
    counts.push(await audiences.countAudience(audience, { overrideOptOut }));
  return {
    count: { ...count, meaning: Object.assign({}, ...counts.map(({ meaning }) => meaning), count.meaning) },
    steps: counts.map((one) => ({ audience: one.people, people: peopleIn(one), missing: one.missing })),
  };
};

/** What all audiences of a plan mean together: an approval covers those of later steps too. */
export const meaningOfAll = async (
  audiences: Pick<AudienceRepository, 'audienceMeaning'>,
  plan: { readonly audience: Audience; readonly escalation?: AlertDraft['escalation'] },
): Promise<AudienceMeaning> => {
  const all = await Promise.all(audiencesOf(plan).map((one) => audiences.audienceMeaning(one)));
  return {
    missing: [...new Set(all.flatMap(({ missing }) => missing))],
    meaning: Object.assign({}, ...all.map(({ meaning }) => meaning)),
  };
};
