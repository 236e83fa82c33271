import type { AlertsConfig } from '../../config/alerts.ts';
import type { AlertActor, AlertDraft } from '../../domain/alerts/alert.ts';

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

/** Why this person may not break the glass; undefined: they may. */
export const whyNoGlass = (
  { breakGlass }: AlertsConfig,
  { role }: Partial<Pick<AlertActor, 'role'>>,
): string | undefined => {
  if (breakGlass === 'nobody')
    return 'the policy lets nobody break the glass: a second person has to approve';
  return breakGlass.some((one) => one === role)
    ? undefined
    : `the policy lets only ${breakGlass.join(' and ')} break the glass`;
};

/** Why the policy forbids the draft's `overrideOptOut`; undefined: it allows it, or the draft doesn't ask for it. */
export const whyNoOverride = (config: AlertsConfig, draft: Graded): string | undefined => {
  if (!draft.overrideOptOut || config.overrideOptOut.includes(draft.severity)) return undefined;
  return config.overrideOptOut.length === 0
    ? 'the policy lets no alert go to people who have opted out'
    : `the policy lets alerts go to people who have opted out only at severity ${config.overrideOptOut.join(' or ')}`;
};
