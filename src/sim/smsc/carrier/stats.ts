/** What happened since the start; only grows. */
export interface Stats {
  connections: number;
  binds: number;
  bindsRefused: number;
  unbinds: number;
  enquireLinks: number;
  /** enquire_link of the carrier that were answered. */
  enquireLinksAnswered: number;
  /** submit_sm and data_sm, whatever became of them. */
  submits: number;
  accepted: number;
  /** Answered with an error other than the two that mean "slower". */
  rejected: number;
  throttled: number;
  queueFull: number;
  /** Accepted, and never answered. */
  unanswered: number;
  /** Neither accepted nor answered. */
  swallowed: number;
  queries: number;
  /** deliver_sm written, repeated ones too. */
  receiptsSent: number;
  receiptsAcked: number;
  /** deliver_sm_resp with an error: the receipt is sent again. */
  receiptsRefused: number;
  inboundSent: number;
  inboundAcked: number;
  inboundRefused: number;
  genericNacks: number;
  /** Links that the carrier dropped or cut. */
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
