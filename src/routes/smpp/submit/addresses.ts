import type { SmppRouteConfig } from '../../../config/smpp-route.ts';
import type { Sender } from '../../../domain/messages/sender.ts';

interface Source {
  /** Type of number and numbering plan indicator (3.4, 5.2.5 and 5.2.6). */
  readonly ton: number;
  readonly npi: number;
  readonly address: string;
}

/** The carrier puts its own. */
const NOBODY: Source = { ton: 0, npi: 0, address: '' };

const kinds = { alphanumeric: 'alphanumeric', shortCode: 'shortCode', msisdn: 'number' } as const;

/** The sender as this carrier wants it announced. */
export const sourceOf = (from: Sender | undefined, { addresses }: SmppRouteConfig): Source => {
  if (from === undefined) return NOBODY;
  const { ton, npi } = addresses[kinds[from.kind]];
  return { ton, npi, address: withoutPlus(from.text) };
};

/** Carriers want digits alone; TON 1 says what the plus sign does. */
export const withoutPlus = (text: string): string => (text.startsWith('+') ? text.slice(1) : text);
