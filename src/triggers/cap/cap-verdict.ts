import type { CapAlert } from './cap-alert.ts';

/** What a CAP message asks for by itself, without regard to other messages. */
export type CapVerdict =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'alert' | 'update' | 'cancel' };

/**
 * Decides by status first (CAP 1.2, 3.2.1), since a Draft or System message is never sent, whatever its type. Then
 * decides by type: a cancel that was read as an alert would start what it should end.
 */
export const verdictOf = ({ status, msgType }: CapAlert): CapVerdict => {
  if (status === 'Draft') return { kind: 'nothing', reason: 'its status is Draft: it is not to be acted on' };
  if (status === 'System') return { kind: 'nothing', reason: 'its status is System: it is between networks' };
  switch (msgType) {
    case 'Alert':
      return { kind: 'alert' };
    case 'Update':
      return { kind: 'update' };
    case 'Cancel':
      return { kind: 'cancel' };
    case 'Ack':
    case 'Error':
      return { kind: 'nothing', reason: `its msgType is ${msgType}: it tells a sender about a message` };
  }
};
