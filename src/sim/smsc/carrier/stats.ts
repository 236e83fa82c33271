/** Counters since the start, which only grow. */
export interface Stats {
  connections: number;
  binds: number;
  bindsRefused: number;
  unbinds: number;
  enquireLinks: number;
  /** Number of the carrier's enquire_link that were answered. */
  enquireLinksAnswered: number;
  /** All submit_sm and data_sm, accepted or not. */
  submits: number;
  accepted: number;
  /** Submits refused with another status than the two that mean "slower". */
  rejected: number;
  throttled: number;
  queueFull: number;
  /** Submits that were accepted and never answered. */
  unanswered: number;
  /** Submits that were neither accepted nor answered. */
  swallowed: number;
  queries: number;
  /** Receipts that were written, repeated ones included. */
  receiptsSent: number;
  receiptsAcked: number;
  /** Receipts that were answered with an error, and are sent again. */
  receiptsRefused: number;
  inboundSent: number;
  inboundAcked: number;
  inboundRefused: number;
  genericNacks: number;
  /** Links that the carrier dropped or reset. */
  dropped: number;
  violations: number;
}

export const newStats = (): Stats => ({
  connections: 0,
  binds: 0,
  bindsRefused: 0,
  unbinds: 0,
  enquireLinks: 0,
  enquireLinksAnswered: 0,
  submits: 0,
  accepted: 0,
  rejected: 0,
  throttled: 0,
  queueFull: 0,
  unanswered: 0,
  swallowed: 0,
  queries: 0,
  receiptsSent: 0,
  receiptsAcked: 0,
  receiptsRefused: 0,
  inboundSent: 0,
  inboundAcked: 0,
  inboundRefused: 0,
  genericNacks: 0,
  dropped: 0,
  violations: 0,
});
