import type { Alert, AlertDraft, Signed } from '../../domain/alerts/alert.ts';

/** A new alert, exactly as the store makes it of a draft. */
export const newAlert = (
  id: number,
  draft: AlertDraft,
  authors: readonly string[],
  { id: by, name, at }: Signed,
): Alert => ({
  id,
  version: 1,
  state: 'draft',
  draft,
  created: { id: by, name, at },
  authors,
  submitted: undefined,
  approved: undefined,
  launched: undefined,
  updatedAt: at,
  finishedAt: undefined,
  questionUntil: undefined,
  proposedUpdate: undefined,
  escalation: undefined,
  endsAt: undefined,
  endOffer: undefined,
});
