import { type State, stateCode } from '../../domain/messages/state.ts';
import { oneTimePasswords } from './schema/access/one-time-passwords.ts';
import { passkeysSchema } from './schema/access/passkeys.ts';
import { pendingActs } from './schema/access/pending-acts.ts';
import { signInSchema } from './schema/access/sign-ins.ts';
import { tokenLimits } from './schema/access/token-limits.ts';
import { userGrants } from './schema/access/user-grants.ts';
import { userIdentities } from './schema/access/user-identities.ts';
import { usersSchema } from './schema/access/users.ts';
import { alertAuthors } from './schema/alerts/alert-authors.ts';
import { alertTestsSchema } from './schema/alerts/alert-tests.ts';
import { alertTestsByPerson } from './schema/alerts/alert-tests-by-person.ts';
import { alertTables } from './schema/alerts/alerts.ts';
import { alertsDue } from './schema/alerts/alerts-due.ts';
import { approvalClock } from './schema/alerts/approval-clock.ts';
import { approvedPeople } from './schema/alerts/approved-people.ts';
import { alertsCancelled } from './schema/alerts/cancelled.ts';
import { discards } from './schema/alerts/discards.ts';
import { endOffers } from './schema/alerts/end-offers.ts';
import { escalationSchema } from './schema/alerts/escalation.ts';
import { overtakingSchema } from './schema/alerts/overtaking.ts';
import { proposedUpdates } from './schema/alerts/proposed-updates.ts';
import { recentLaunches } from './schema/alerts/recent-launches.ts';
import { reportIndexes } from './schema/alerts/report-indexes.ts';
import { reportsSchema } from './schema/alerts/reports.ts';
import { schedulesSchema } from './schema/alerts/schedules.ts';
import { submittedPeople } from './schema/alerts/submitted-people.ts';
import { approvalsOfMeaning, templatesSchema } from './schema/alerts/templates.ts';
import { waveMeaning } from './schema/alerts/wave-meaning.ts';
import { hashedHandOvers } from './schema/duty/hashed-hand-overs.ts';
import { rostersSchema } from './schema/duty/rosters.ts';
import { firstSchema } from './schema/first.ts';
import { askedCasePages } from './schema/inbound/asked-case-pages.ts';
import { caseCodes } from './schema/inbound/case-codes.ts';
import { casesSchema } from './schema/inbound/cases.ts';
import { cellBroadcastsSchema } from './schema/inbound/cell-broadcasts.ts';
import { inboundTables } from './schema/inbound/inbound.ts';
import { inboxNumbers } from './schema/inbound/inbox-numbers.ts';
import { setAside } from './schema/inbound/set-aside.ts';
import { findMessages } from './schema/messages/find-messages.ts';
import { intakeQuotas } from './schema/messages/intake-quotas.ts';
import { messagesOfChecks } from './schema/messages/of-checks.ts';
import { receiptsByRecipient } from './schema/messages/receipts-by-recipient.ts';
import { restOfParts } from './schema/messages/rest-of-parts.ts';
import { shortTexts } from './schema/messages/short-texts.ts';
import { alarmsSchema } from './schema/operation/alarms.ts';
import { auditSchema } from './schema/operation/audit.ts';
import { auditChain } from './schema/operation/audit-chain.ts';
import { binSchema } from './schema/operation/bin.ts';
import { drillStarters } from './schema/operation/drill-starters.ts';
import { drillsSchema } from './schema/operation/drills.ts';
import { earsSchema } from './schema/operation/ears.ts';
import { modemSignal } from './schema/operation/modem-signal.ts';
import { retentionSchema } from './schema/operation/retention.ts';
import { sharedWords } from './schema/operation/shared-words.ts';
import { simRecipients } from './schema/operation/sim-recipients.ts';
import { stepsTell } from './schema/operation/steps-tell.ts';
import { webhooksSchema } from './schema/operation/webhooks.ts';
import { heldOptOuts } from './schema/people/held-opt-outs.ts';
import { importWarnings } from './schema/people/import-warnings.ts';
import { importsSchema } from './schema/people/imports.ts';
import { optInsBySms } from './schema/people/opt-ins.ts';
import { audienceIndexes, peopleSchema } from './schema/people/people.ts';
import { populationSchema } from './schema/people/population.ts';
import { undeliveredNumbers } from './schema/people/undelivered-numbers.ts';
import { codeIssuers } from './schema/triggers/code-issuers.ts';
import { launchKeys } from './schema/triggers/launch-keys.ts';
import { triggerSchema } from './schema/triggers/triggers.ts';

/**
 * The migrations by name, in the order in which they run. A released migration is never edited, renamed or moved: a new
 * one follows at the end. test/fixtures/released-migrations.txt has a line for each, and a test compares them.
 */
export const namedMigrations = {
  firstSchema,
  simsAside: `
  -- SIMs that the network refused, and until when no message is given to them.
  CREATE TABLE sims_aside (iccid TEXT PRIMARY KEY, reason TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  inboxPartsAsJson: `
  -- The texts of parts as JSON: a phone may cut in the middle of a surrogate pair. SQLite would replace each half;
  -- JSON has an escape for it.
  UPDATE inbox_parts SET text = json_quote(text);
  `,
  partsAwaitingWithoutZeros: `
  -- Ids are compared without zeros in front, as domain/routes/carrier-ref.ts does: after a restart, and on another
  -- account, nobody knows which ids of a carrier have zeros.
  DROP INDEX parts_awaiting;
  CREATE INDEX parts_awaiting ON parts (coalesce(nullif(ltrim(carrier_ref, '0'), ''), '0'), carrier)
    WHERE receipt_state IS NULL;
  `,
  peopleSchema,
  templatesSchema,
  alertTables,
  inboundTables,
  auditSchema,
  audienceIndexes,
  triggerSchema,
  importsSchema,
  webhooksSchema,
  reportsSchema,
  schedulesSchema,
  approvalsOfMeaning,
  proposedUpdates,
  drillsSchema,
  retentionSchema,
  waveMeaning,
  inboxNumbers,
  alertAuthors,
  overtakingSchema,
  launchKeys,
  alertsDue,
  discards,
  restOfParts,
  receiptsByRecipient,
  intakeQuotas,
  stepsTell,
  simRecipients,
  modemSignal,
  setAside,
  earsSchema,
  cellBroadcastsSchema,
  messagesOfChecks,
  importWarnings,
  shortTexts,
  endOffers,
  alertsCancelled,
  recentLaunches,
  binSchema,
  casesSchema,
  usersSchema,
  rostersSchema,
  approvalClock,
  optInsBySms,
  undeliveredNumbers,
  populationSchema,
  escalationSchema,
  alertTestsSchema,
  reportIndexes,
  caseCodes,
  alertTestsByPerson,
  approvedPeople,
  userGrants,
  auditChain,
  heldOptOuts,
  codeIssuers,
  hashedHandOvers,
  askedCasePages,
  tokenLimits,
  signInSchema,
  drillStarters,
  passkeysSchema,
  alarmsSchema,
  userIdentities,
  oneTimePasswords,
  pendingActs,
  submittedPeople,
  findMessages,
  sharedWords,
} satisfies Readonly<Record<string, string>>;

/** Migration N is element N - 1; `PRAGMA user_version` is the number of migrations that a file has had. */
export const migrations: readonly string[] = Object.values(namedMigrations);

/**
 * The partial indexes of the migrations contain these state codes as numbers. A released migration is never edited, so
 * these codes must not change.
 */
const frozen: Readonly<Partial<Record<State, number>>> = {
  queued: 0,
  sending: 1,
  sent: 2,
  delivered: 3,
  undelivered: 4,
};

for (const [state, code] of Object.entries(frozen)) {
  if (stateCode(state as State) !== code)
    throw new Error(`the code of state ${state} has moved; the schema has ${code}`);
}
