import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import type { Sender } from '../../../domain/messages/sender.ts';

interface Source {
  /** Type of number (TON; 3.4, 5.2.5) and numbering plan indicator (NPI; 5.2.6). */
  readonly ton: number;
  readonly npi: number;
  readonly address: string;
}

/** An empty source address: the carrier then fills in its own default sender (3.4, 4.4.1). */
const NOBODY: Source = { ton: 0, npi: 0, address: '' };

const kinds = { alphanumeric: 'alphanumeric', shortCode: 'shortCode', msisdn: 'number' } as const;

/** The sender's address with the TON and NPI that the route's configuration names for this kind of sender. */
export const sourceOf = (from: Sender | undefined, { addresses }: SmppRouteConfig): Source => {
  if (from === undefined) return NOBODY;
  const { ton, npi } = addresses[kinds[from.kind]];
  return { ton, npi, address: withoutPlus(from.text) };
};

/** The number without a leading plus: carriers want digits alone, and TON 1 (international) stands for the plus. */
export const withoutPlus = (text: string): string => (text.startsWith('+') ? text.slice(1) : text);
