import type { Db } from '../db.ts';
import { prepareIdentities } from './hot/access/identities.ts';
import { prepareLaunchCodes } from './hot/access/launch-codes.ts';
import { preparePasskeys } from './hot/access/passkeys.ts';
import { preparePendingActs } from './hot/access/pending-acts.ts';
import { prepareSignIns } from './hot/access/sign-ins.ts';
import { prepareTokens } from './hot/access/tokens.ts';
import { prepareUsers } from './hot/access/users.ts';
import { prepareWithdrawTokens } from './hot/access/withdraw-tokens.ts';
import { prepareAlertChunks } from './hot/alerts/alert-chunks.ts';
import { prepareAlertSteps } from './hot/alerts/alert-steps.ts';
import { prepareAlertTests } from './hot/alerts/alert-tests.ts';
import { prepareApprovalPages } from './hot/alerts/approval-pages.ts';
import { prepareDrills } from './hot/alerts/drills.ts';
import { prepareShorten } from './hot/alerts/shorten.ts';
import { prepareSilentPeople } from './hot/alerts/silent-people.ts';
import { prepareAskedPages } from './hot/cases/asked-pages.ts';
import { prepareCasePages } from './hot/cases/case-pages.ts';
import { prepareCaseSteps } from './hot/cases/case-steps.ts';
import { preparePageOutcomes } from './hot/cases/page-outcomes.ts';
import { prepareHandOvers } from './hot/duty/hand-overs.ts';
import { prepareOnDuty } from './hot/duty/on-duty.ts';
import { prepareHandleInbound } from './hot/inbound/handle-inbound.ts';
import { prepareInbound } from './hot/inbound/inbound.ts';
import { prepareAlarms } from './hot/operation/alarms.ts';
import { prepareBeginAnswer } from './hot/operation/answers.ts';
import { prepareAudit } from './hot/operation/audit.ts';
import { prepareBin } from './hot/operation/bin.ts';
import { prepareHappenings } from './hot/operation/happenings.ts';
import { prepareSimPins } from './hot/operation/sim-pins.ts';
import { prepareWebhooks } from './hot/operation/webhooks.ts';
import { prepareAudience } from './hot/people/audience.ts';
import { prepareContacts } from './hot/people/contacts.ts';
import { prepareHeldOptOuts } from './hot/people/held-opt-outs.ts';
import { prepareImports } from './hot/people/imports.ts';
import { prepareMembers } from './hot/people/members.ts';
import { prepareMentions } from './hot/people/mentions.ts';
import { prepareOptOuts } from './hot/people/opt-outs.ts';
import { preparePersons } from './hot/people/persons.ts';
import { prepareReplacePopulation } from './hot/people/population.ts';
import { prepareReach } from './hot/people/reach.ts';
import { prepareUndeliveredNumbers } from './hot/people/undelivered-numbers.ts';
import { prepareCancel } from './hot/queue/cancel.ts';
import { prepareClaim } from './hot/queue/claim.ts';
import { prepareDeadlines } from './hot/queue/deadlines.ts';
import { prepareEnqueue } from './hot/queue/enqueue.ts';
import { prepareBatchProgress, prepareEnqueueBatch, prepareEnqueueOnce } from './hot/queue/idempotent.ts';
import { prepareNumberBlocks } from './hot/queue/number-blocks.ts';
import { prepareSettle } from './hot/queue/settle.ts';
import { prepareReceipts, type ReceiptDeps } from './hot/receipts/receipts.ts';
import { prepareQuery } from './query.ts';
import { prepareRetention } from './retention/operations.ts';

/** Everything that a database thread can be asked: the hot statements, and any query that kysely compiled. */
export const prepareOperations = (db: Db, deps: ReceiptDeps) => {
  const { kept, phones, limits } = deps;
  const enqueue = prepareEnqueue(db);
  const users = prepareUsers(db, enqueue);
  return {
    enqueue,
    enqueueOnce: prepareEnqueueOnce(db, enqueue),
    enqueueBatch: prepareEnqueueBatch(db, enqueue),
    batchProgress: prepareBatchProgress(db),
    claim: prepareClaim(db, kept, phones),
    settle: prepareSettle(db, deps),
    receipts: prepareReceipts(db, deps),
    cancel: prepareCancel(db),
    ...prepareDeadlines(db),
    ...prepareNumberBlocks(db),
    ...prepareInbound(db, limits),
    ...prepareHandleInbound(db, enqueue),
    ...prepareCaseSteps(db),
    ...prepareCasePages(db, enqueue),
    ...prepareAskedPages(db, enqueue),
    ...preparePageOutcomes(db),
    silentPeople: prepareSilentPeople(db),
    ...prepareAlarms(db, enqueue),
    ...prepareSimPins(db),
    beginAnswer: prepareBeginAnswer(db),
    ...prepareAudience(db),
    ...prepareContacts(db),
    ...prepareImports(db),
    ...prepareOptOuts(db),
    settleHeld: prepareHeldOptOuts(db).settleHeld,
    ...prepareMembers(db),
    reviveNumber: prepareUndeliveredNumbers(db).revive,
    ...prepareReach(db),
    replacePopulation: prepareReplacePopulation(db),
    ...preparePersons(db),
    ...prepareMentions(db),
    ...prepareAlertSteps(db, enqueue),
    ...prepareAlertChunks(db),
    ...prepareAlertTests(db, enqueue),
    ...prepareShorten(db),
    ...prepareApprovalPages(db, enqueue),
    ...prepareDrills(db, enqueue),
    audit: prepareAudit(db),
    ...prepareTokens(db),
    ...prepareLaunchCodes(db, prepareAudit(db)),
    withdrawOfToken: prepareWithdrawTokens(db).withdrawOfToken,
    ...users,
    ...preparePendingActs(db, enqueue, users),
    ...prepareSignIns(db, enqueue),
    ...preparePasskeys(db, enqueue),
    ...prepareIdentities(db, enqueue),
    ...prepareOnDuty(db),
    ...prepareHandOvers(db, enqueue),
    ...prepareHappenings(db),
    ...prepareBin(db),
    ...prepareWebhooks(db),
    ...prepareRetention(db),
    query: prepareQuery(db),
  };
};

export type Operations = ReturnType<typeof prepareOperations>;
