import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Recipient, Suppression } from '../../domain/people/audience.ts';
import type { Attributes } from '../../domain/people/contact.ts';
import type { Sql } from './compile.ts';

export interface Row {
  readonly number: string;
  readonly id: number;
  readonly name: string | null;
  readonly language: string | null;
  readonly attributes: string;
  readonly suppressed: Suppression | null;
}

/** SQL that returns each number of the sources once; no row if there is no source. */
export const union = (sources: readonly Sql[]): string =>
  sources.length === 0
    ? "SELECT '' AS number WHERE FALSE"
    : sources.length === 1 && sources[0] !== undefined
      ? `SELECT DISTINCT number FROM (${sources[0].text})`
      : sources.map(({ text }) => `SELECT number FROM (${text})`).join(' UNION ');

export const toRecipient = (row: Row): Recipient => ({
  number: row.number as Msisdn,
  contactId: row.id,
  name: row.name ?? undefined,
  language: row.language ?? undefined,
  attributes: JSON.parse(row.attributes) as Attributes,
  suppressed: row.suppressed ?? undefined,
});

export const stranger = (number: string, suppressed: Suppression | undefined): Recipient => ({
  number: number as Msisdn,
  contactId: undefined,
  name: undefined,
  language: undefined,
  attributes: {},
  suppressed,
});
