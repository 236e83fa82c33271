import type { Msisdn } from '../../domain/messages/msisdn.ts';
import { consents, type Membership } from '../../domain/people/membership.ts';

/** A row of `list_members` as the rest of Tocsin knows it. */
export const toMembership = (row: {
  readonly list_id: number;
  readonly number: string;
  readonly consent: string;
  readonly consent_source: string;
  readonly consent_at: number;
}): Membership => ({
  listId: row.list_id,
  number: row.number as Msisdn,
  consent: consents.find((consent) => consent === row.consent) ?? 'unknown',
  consentSource: row.consent_source,
  consentAt: row.consent_at,
});
