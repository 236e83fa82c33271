import type { CapAlert } from './cap-alert.ts';

/** What a CAP message asks for, before anything is known of other messages. */
export type CapVerdict =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'alert' | 'update' | 'cancel' };

/**
 * By status first (3.2.1): a draft or a message between systems is never sent, whatever its type. Then by type: one
 * read as an alert that is a cancel would start what it is to end.
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
