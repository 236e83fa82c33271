import { CARRIERS, CODES, type ColumnClass, each, OURS } from './column-classes.ts';

/** The columns of messages and of their parts. */
export const messageColumns: Readonly<Record<string, Readonly<Record<string, ColumnClass>>>> = {
  message_blocks: each('impersonal', 'until_id'),
  messages: {
    ...each('impersonal', 'id state priority lane encoding flash parts created_at due_at valid_until'),
    ...each('impersonal', 'on_uncertain possible_duplicate attempt route claimed_at avoid_route avoid_until'),
    ...each('impersonal', 'sent_at final_at only_routes alert wave concat_reference reserved_for'),
    // `rest` holds numbers of parts (1, 2, …) and a time, no phone number.
    ...each('impersonal', 'reserved_until rest short node carrier receipt_state receipt_at'),
    recipient: 'number',
    ...each('personal', 'text reference owner receipt_evidence'),
    carrier_ref: CARRIERS,
    ...each(CODES, 'reason receipt_reason'),
    sender: OURS,
  },
  messages_to: { ...each('impersonal', 'until_id message_id'), recipient: 'number' },
  parts: {
    ...each('impersonal', 'message_id attempt part route carrier accepted_at receipt_state receipt_at'),
    carrier_ref: CARRIERS,
    receipt_reason: CODES,
    receipt_evidence: 'personal',
  },
};
