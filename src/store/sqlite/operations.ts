import { prepareAlertChunks } from './hot/alert-chunks.ts';
import { prepareAlertSteps } from './hot/alert-steps.ts';
import { prepareBeginAnswer } from './hot/answers.ts';
import { prepareAudience } from './hot/audience.ts';
import { prepareAudit } from './hot/audit.ts';
import { prepareCancel } from './hot/cancel.ts';
import { prepareClaim } from './hot/claim.ts';
import { prepareContacts } from './hot/contacts.ts';
import { prepareDeadlines } from './hot/deadlines.ts';
import { prepareDrills } from './hot/drills.ts';
import { prepareEnqueue } from './hot/enqueue.ts';
import { prepareHandleInbound } from './hot/handle-inbound.ts';
import { prepareHappenings } from './hot/happenings.ts';
import { prepareBatchProgress, prepareEnqueueBatch, prepareEnqueueOnce } from './hot/idempotent.ts';
import { prepareImports } from './hot/imports.ts';
import { prepareInbound } from './hot/inbound.ts';
import { prepareMembers } from './hot/members.ts';
import { prepareMentions } from './hot/mentions.ts';
import { prepareOptOuts } from './hot/opt-outs.ts';
import { preparePersons } from './hot/persons.ts';
import { prepareReceipts, type ReceiptDeps } from './hot/receipts.ts';
import { prepareSettle } from './hot/settle.ts';
import { prepareSilentPeople } from './hot/silent-people.ts';
import { prepareSimPins } from './hot/sim-pins.ts';
import { prepareRemoveToken } from './hot/tokens.ts';
import { prepareWebhooks } from './hot/webhooks.ts';
import type { Db } from './open.ts';
import { prepareQuery } from './query.ts';
import { prepareRetention } from './retention/operations.ts';

/** All that the database's thread can be asked: the hot statements, and any query that kysely compiled. */
export const prepareOperations = (db: Db, deps: ReceiptDeps) => {
  const { settled, kept, limits } = deps;
  const enqueue = prepareEnqueue(db);
  return {
    enqueue,
    enqueueOnce: prepareEnqueueOnce(db, enqueue),
    enqueueBatch: prepareEnqueueBatch(db, enqueue),
    batchProgress: prepareBatchProgress(db),
    claim: prepareClaim(db, kept),
    settle: prepareSettle(db, settled, kept),
    receipts: prepareReceipts(db, deps),
    cancel: prepareCancel(db),
    ...prepareDeadlines(db),
    ...prepareInbound(db, limits),
    ...prepareHandleInbound(db, enqueue),
    silentPeople: prepareSilentPeople(db),
    ...prepareSimPins(db),
    beginAnswer: prepareBeginAnswer(db),
    ...prepareAudience(db),
    ...prepareContacts(db),
    ...prepareImports(db),
    ...prepareOptOuts(db),
    ...prepareMembers(db),
    ...preparePersons(db),
    ...prepareMentions(db),
    ...prepareAlertSteps(db),
    ...prepareAlertChunks(db),
    ...prepareDrills(db, enqueue),
    audit: prepareAudit(db),
    removeToken: prepareRemoveToken(db),
    ...prepareHappenings(db),
    ...prepareWebhooks(db),
    ...prepareRetention(db),
    query: prepareQuery(db),
  };
};

export type Operations = ReturnType<typeof prepareOperations>;
