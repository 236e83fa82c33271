import type { ApprovalRepository } from '../../domain/alerts/approval.ts';
import type { FieldRequestRepository } from '../../domain/triggers/field-request.ts';
import {
  addDelegation,
  alertsToLaunch,
  approvalOf,
  beginWait,
  delegation,
  delegationsAt,
  isAnyCodeOpen,
  listDelegations,
  openWaits,
  pagesOf,
  pagesTo,
  removeDelegation,
  subjectOf,
  waitingAlerts,
} from '../queries/alerts/approvals.ts';
import { fieldRequestRepository } from '../queries/alerts/field-requests.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

/** What the approval clock and the requests by SMS keep. */
export const approvalRepositories = (
  db: Queries,
  writer: Channel,
): { readonly approvals: ApprovalRepository; readonly fieldRequests: FieldRequestRepository } => ({
  approvals: {
    waitingAlerts: () => waitingAlerts(db),
    alertsToLaunch: () => alertsToLaunch(db),
    openWaits: () => openWaits(db),
    subjectOf: (wait) => subjectOf(db, wait),
    approvalOf: (alert) => approvalOf(db, alert),
    pagesOf: (wait) => pagesOf(db, wait),
    pagesTo: (phone) => pagesTo(db, phone),
    isAnyCodeOpen: (nowMs) => isAnyCodeOpen(db, nowMs),
    beginWait: (wait) => beginWait(db, wait),
    page: (page, message, log) => writer.call('pageApprover', page, message, log),
    endPage: (answer, alert, atMs) => writer.call('endPage', answer, alert, atMs),
    delegate: (answer, page, message) => writer.call('delegatePage', answer, page, message),
    countWrong: (wrong) => writer.call('countWrongCode', wrong),
    overdue: (wait, atMs, log, messages) => writer.call('markOverdue', wait, atMs, log, messages),
    settle: (wait, atMs, messages) => writer.call('settleWait', wait, atMs, messages),
    holdBack: (alert, version, atMs, log) => writer.call('holdBack', alert, version, atMs, log),
    delegations: (page) => listDelegations(db, page),
    delegation: (id) => delegation(db, id),
    delegationsAt: (nowMs) => delegationsAt(db, nowMs),
    addDelegation: (delegation, nowMs) => addDelegation(db, delegation, nowMs),
    removeDelegation: (id) => removeDelegation(db, id),
  },
  fieldRequests: fieldRequestRepository(db),
});
