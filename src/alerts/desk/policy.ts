import type { AlertsConfig } from '../../config/alerts.ts';
import { type HoldOf, whyHeld } from '../../domain/access/hold.ts';
import type { Role } from '../../domain/access/role.ts';
import type { Alert, AlertActor, AlertDraft } from '../../domain/alerts/alert.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';

type Graded = Pick<AlertDraft, 'kind' | 'severity' | 'overrideOptOut'>;

/** Whether a person who is not its author must approve the alert. */
export const needsSecondPerson = ({ twoPersons }: AlertsConfig, { kind, overrideOptOut }: Graded): boolean =>
  overrideOptOut || twoPersons === 'always' || (twoPersons === 'live' && kind === 'live');

/** How many more people than were approved an alert may be for: people join lists all the time. */
const GROWTH_SHARE = 0.1;
const GROWTH_PEOPLE = 20;

/** Whether an audience of `now` people needs another approval than that for `approved` people. */
export const hasOutgrown = (approved: number, now: number): boolean =>
  now - approved > GROWTH_PEOPLE && now > approved * (1 + GROWTH_SHARE);

/** Why an exercise for so many people needs a second person, whatever the policy; undefined: it doesn't. */
export const whyTooManyToTry = (
  { exerciseMax }: AlertsConfig,
  { kind }: Graded,
  people: number,
): string | undefined =>
  kind === 'exercise' && people > exerciseMax
    ? `an exercise for ${people} people needs a second person: one alone may send it to ${exerciseMax}`
    : undefined;

/** What the policy asks of the launch of a draft that nobody has approved. */
export interface SecondPerson {
  readonly isNeeded: boolean;
  /** The roles that may launch it without the second person, if one is needed; empty: none. */
  readonly breakGlass: readonly Role[];
}

/** @param people of the draft, those of each step of its escalation too */
export const secondPersonFor = (config: AlertsConfig, draft: Graded, people: number): SecondPerson => {
  const tooMany = whyTooManyToTry(config, draft, people) !== undefined;
  const isNeeded = tooMany || needsSecondPerson(config, draft);
  const roles = config.breakGlass === 'nobody' ? [] : config.breakGlass;
  return { isNeeded, breakGlass: isNeeded && !tooMany && !draft.overrideOptOut ? roles : [] };
};

/** Who asks to go out without the second person. */
export type GlassBreaker = Pick<AlertActor, 'id'> & Partial<Pick<AlertActor, 'role' | 'roles' | 'also'>>;

interface GlassDeps {
  readonly policy: Pick<AlertsConfig, 'breakGlass'>;
  readonly repository: Pick<AlertRepository, 'alertLog'>;
  readonly holdOf: HoldOf;
}

/**
 * Why this person may not break the glass for the alert; undefined: they may. A role that they have just got from
 * themselves, or from somebody who has a part in the alert, lets nobody break it.
 */
export const whyNoGlass = async (
  { policy: { breakGlass }, repository, holdOf }: GlassDeps,
  { id, role, roles = role === undefined ? [] : [role], also = [] }: GlassBreaker,
  alert: Pick<Alert, 'id' | 'authors'>,
  nowMs: number,
): Promise<string | undefined> => {
  if (breakGlass === 'nobody')
    return 'the policy lets nobody break the glass: a second person has to approve';
  if (!breakGlass.some((one) => roles.includes(one)))
    return `the policy lets only ${breakGlass.join(' and ')} break the glass`;
  const log = await repository.alertLog(alert.id);
  const persons = [id, ...also, ...alert.authors, ...log.map(({ actor }) => actor)];
  const hold = await holdOf({ actor: id, persons, at: nowMs, through: 'token', roles: breakGlass });
  return hold === undefined ? undefined : whyHeld(hold);
};

/** Why the policy forbids the draft's `overrideOptOut`; undefined: it allows it, or the draft doesn't ask for it. */
export const whyNoOverride = (config: AlertsConfig, draft: Graded): string | undefined => {
  if (!draft.overrideOptOut || config.overrideOptOut.includes(draft.severity)) return undefined;
  return config.overrideOptOut.length === 0
    ? 'the policy lets no alert go to people who have opted out'
    : `the policy lets alerts go to people who have opted out only at severity ${config.overrideOptOut.join(' or ')}`;
};
