import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import { goesOut, hasPeopleLeft } from '../../domain/alerts/wave-state.ts';
import type {
  Audience,
  AudienceOptions,
  AudienceRepository,
  Recipient,
} from '../../domain/people/audience.ts';

export interface WaveAudienceDeps {
  readonly repository: Pick<AlertRepository, 'meaningAtLaunch' | 'inOtherWaves'>;
  readonly audiences: Pick<AudienceRepository, 'audiencePage'>;
}

/**
 * The audience as its segments and areas were at the launch, with the members that its lists have now and the people
 * who were on duty at the launch.
 */
export const optionsOf = async (
  { repository }: WaveAudienceDeps,
  { id, draft, launched }: Alert,
): Promise<AudienceOptions> => ({
  overrideOptOut: draft.overrideOptOut,
  dutyAt: launched?.at,
  meaning: await repository.meaningAtLaunch(id),
});

/** The people of a wave to an audience: those of a step of the escalation, or of the alert itself. */
export const audienceOf = ({ draft }: Alert, { step }: Wave): Audience =>
  (step === undefined ? undefined : draft.escalation?.steps[step - 1]?.audience) ?? draft.audience;

/**
 * Leaves out people whom another wave of the escalation writes to: those who have a message, and those whom an earlier
 * wave will still come to. Nobody gets the alert twice because they are in the audiences of two steps.
 */
export const withoutThoseOfOtherWaves = async (
  deps: WaveAudienceDeps,
  alert: Alert,
  wave: Wave,
  waves: readonly Wave[],
  people: readonly Recipient[],
): Promise<readonly Recipient[]> => {
  if (people.length === 0 || waves.every(({ step }) => step === undefined)) return people;
  const numbers = people.map(({ number }) => number);
  const have = new Set(await deps.repository.inOtherWaves(wave, numbers));
  const options = await optionsOf(deps, alert);
  for (const other of waves) {
    const isToCome = other.target === 'audience' && other.wave < wave.wave;
    if (!isToCome || !goesOut(other.state) || !hasPeopleLeft(other.state)) continue;
    const audience = audienceOf(alert, other);
    const within = [...(audience.within ?? []), { numbers }];
    const coming = await deps.audiences.audiencePage(
      { ...audience, within },
      '',
      numbers.length + 1,
      options,
    );
    for (const { number, suppressed } of coming)
      if (suppressed === undefined && number > other.cursor) have.add(number);
  }
  return people.filter(({ number }) => !have.has(number));
};
