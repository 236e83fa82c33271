import type { AlertsConfig } from '../../config/alerts.ts';
import type { AlertDraft } from '../../domain/alerts/alert.ts';

type Graded = Pick<AlertDraft, 'kind' | 'severity' | 'overrideOptOut'>;

/** Whether somebody else than its author must approve it. */
export const needsSecondPerson = ({ twoPersons }: AlertsConfig, { kind, overrideOptOut }: Graded): boolean =>
  overrideOptOut || twoPersons === 'always' || (twoPersons === 'live' && kind === 'live');

/** Why it may not go to who has opted out, if it is to. */
export const whyNoOverride = (config: AlertsConfig, draft: Graded): string | undefined => {
  if (!draft.overrideOptOut || config.overrideOptOut.includes(draft.severity)) return undefined;
  return config.overrideOptOut.length === 0
    ? 'the policy lets no alert go to who has opted out'
    : `the policy lets alerts go to who has opted out only at severity ${config.overrideOptOut.join(' or ')}`;
};
