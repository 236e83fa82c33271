import type { AlertsConfig } from '../../config/alerts.ts';
import type { AlertDraft } from '../../domain/alerts/alert.ts';

type Graded = Pick<AlertDraft, 'kind' | 'severity' | 'overrideOptOut'>;

/** Whether a person who is not its author must approve the alert. */
export const needsSecondPerson = ({ twoPersons }: AlertsConfig, { kind, overrideOptOut }: Graded): boolean =>
  overrideOptOut || twoPersons === 'always' || (twoPersons === 'live' && kind === 'live');

/** Why the policy forbids the draft's `overrideOptOut`; undefined: it allows it, or the draft doesn't ask for it. */
export const whyNoOverride = (config: AlertsConfig, draft: Graded): string | undefined => {
  if (!draft.overrideOptOut || config.overrideOptOut.includes(draft.severity)) return undefined;
  return config.overrideOptOut.length === 0
    ? 'the policy lets no alert go to people who have opted out'
    : `the policy lets alerts go to people who have opted out only at severity ${config.overrideOptOut.join(' or ')}`;
};
