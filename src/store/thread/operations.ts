import type { Db } from '../db.ts';
import { prepareIdentities } from '../rules/access/identities.ts';
import { prepareLaunchCodes } from '../rules/access/launch-codes.ts';
import { preparePasskeys } from '../rules/access/passkeys.ts';
import { preparePendingActs } from '../rules/access/pending-acts.ts';
import { prepareSignIns } from '../rules/access/sign-ins.ts';
import { prepareTokens } from '../rules/access/tokens.ts';
import { prepareUsers } from '../rules/access/users.ts';
import { prepareWithdrawTokens } from '../rules/access/withdraw-tokens.ts';
import { prepareAlertChunks } from '../rules/alerts/alert-chunks.ts';
import { prepareAlertSteps } from '../rules/alerts/alert-steps.ts';
import { prepareAlertTests } from '../rules/alerts/alert-tests.ts';
import { prepareApprovalPages } from '../rules/alerts/approval-pages.ts';
import { prepareDrills } from '../rules/alerts/drills.ts';
import { prepareShorten } from '../rules/alerts/shorten.ts';
import { prepareSilentPeople } from '../rules/alerts/silent-people.ts';
import { prepareAskedPages } from '../rules/cases/asked-pages.ts';
import { prepareCasePages } from '../rules/cases/case-pages.ts';
import { prepareCaseSteps } from '../rules/cases/case-steps.ts';
import { preparePageOutcomes } from '../rules/cases/page-outcomes.ts';
import { prepareHandOvers } from '../rules/duty/hand-overs.ts';
import { prepareOnDuty } from '../rules/duty/on-duty.ts';
import { prepareHandleInbound } from '../rules/inbound/handle-inbound.ts';
import { prepareInbound } from '../rules/inbound/inbound.ts';
import { prepareBeat } from '../rules/nodes/beat.ts';
import { prepareAlarms } from '../rules/operation/alarms.ts';
import {
  type ChangesOfActs,
  prepareBeginAnswer,
  prepareDropAnswer,
  prepareKeepAnswer,
} from '../rules/operation/answers.ts';
import { prepareAudit } from '../rules/operation/audit.ts';
import { prepareBin } from '../rules/operation/bin.ts';
import { prepareHappenings } from '../rules/operation/happenings.ts';
import { prepareSimPins } from '../rules/operation/sim-pins.ts';
import { prepareWebhooks } from '../rules/operation/webhooks.ts';
import { prepareAudience } from '../rules/people/audience.ts';
import { prepareContacts } from '../rules/people/contacts.ts';
import { prepareHeldOptOuts } from '../rules/people/held-opt-outs.ts';
import { prepareImports } from '../rules/people/imports.ts';
import { prepareMembers } from '../rules/people/members.ts';
import { prepareMentions } from '../rules/people/mentions.ts';
import { prepareOptOuts } from '../rules/people/opt-outs.ts';
import { preparePersons } from '../rules/people/persons.ts';
import { prepareReplacePopulation } from '../rules/people/population.ts';
import { prepareReach } from '../rules/people/reach.ts';
import { prepareUndeliveredNumbers } from '../rules/people/undelivered-numbers.ts';
import { prepareCancel } from '../rules/queue/cancel.ts';
import { prepareClaim } from '../rules/queue/claim.ts';
import { prepareDeadlines } from '../rules/queue/deadlines.ts';
import { prepareEnqueue } from '../rules/queue/enqueue.ts';
import { prepareBatchProgress, prepareEnqueueBatch, prepareEnqueueOnce } from '../rules/queue/idempotent.ts';
import { prepareNumberBlocks } from '../rules/queue/number-blocks.ts';
import { prepareSettle } from '../rules/queue/settle.ts';
import { prepareReceipts, type ReceiptDeps } from '../rules/receipts/receipts.ts';
import { prepareRetention } from '../rules/retention/operations.ts';
import { prepareQuery } from './query.ts';

interface OperationDeps extends ReceiptDeps {
  readonly acts: ChangesOfActs;
}

/** Everything that a database thread can be asked: the hot statements, and any query that kysely compiled. */
export const prepareOperations = (db: Db, deps: OperationDeps) => {
  const { limits } = deps;
  const enqueue = prepareEnqueue(db);
  const users = prepareUsers(db, enqueue);
  return {
    enqueue,
    enqueueOnce: prepareEnqueueOnce(db, enqueue),
    enqueueBatch: prepareEnqueueBatch(db, enqueue),
    batchProgress: prepareBatchProgress(db),
    claim: prepareClaim(db, deps),
    settle: prepareSettle(db, deps),
    ...prepareReceipts(db, deps),
    cancel: prepareCancel(db),
    ...prepareDeadlines(db, deps),
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
    ...prepareBeat(db),
    node: () => db.node?.number ?? 0,
    beginAnswer: prepareBeginAnswer(db),
    keepAnswer: prepareKeepAnswer(db),
    dropAnswer: prepareDropAnswer(db, deps.acts),
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
