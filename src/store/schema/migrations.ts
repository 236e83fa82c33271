import { type State, stateCode } from '../../domain/messages/state.ts';
import { oneTimePasswords } from './access/one-time-passwords.ts';
import { passkeysSchema } from './access/passkeys.ts';
import { pendingActs } from './access/pending-acts.ts';
import { signInSchema } from './access/sign-ins.ts';
import { tokenLimits } from './access/token-limits.ts';
import { userGrants } from './access/user-grants.ts';
import { userIdentities } from './access/user-identities.ts';
import { usersSchema } from './access/users.ts';
import { alertAuthors } from './alerts/alert-authors.ts';
import { alertTestsSchema } from './alerts/alert-tests.ts';
import { alertTestsByPerson } from './alerts/alert-tests-by-person.ts';
import { alertTables } from './alerts/alerts.ts';
import { alertsDue } from './alerts/alerts-due.ts';
import { approvalClock } from './alerts/approval-clock.ts';
import { approvedPeople } from './alerts/approved-people.ts';
import { alertsCancelled } from './alerts/cancelled.ts';
import { discards } from './alerts/discards.ts';
import { endOffers } from './alerts/end-offers.ts';
import { escalationSchema } from './alerts/escalation.ts';
import { overtakingSchema } from './alerts/overtaking.ts';
import { proposedUpdates } from './alerts/proposed-updates.ts';
import { recentLaunches } from './alerts/recent-launches.ts';
import { reportIndexes } from './alerts/report-indexes.ts';
import { reportsSchema } from './alerts/reports.ts';
import { schedulesSchema } from './alerts/schedules.ts';
import { submittedPeople } from './alerts/submitted-people.ts';
import { approvalsOfMeaning, templatesSchema } from './alerts/templates.ts';
import { waveMeaning } from './alerts/wave-meaning.ts';
import { hashedHandOvers } from './duty/hashed-hand-overs.ts';
import { rostersSchema } from './duty/rosters.ts';
import { firstSchema } from './first.ts';
import { askedCasePages } from './inbound/asked-case-pages.ts';
import { caseCodes } from './inbound/case-codes.ts';
import { casesSchema } from './inbound/cases.ts';
import { cellBroadcastsSchema } from './inbound/cell-broadcasts.ts';
import { inboundTables } from './inbound/inbound.ts';
import { inboxNumbers } from './inbound/inbox-numbers.ts';
import { setAside } from './inbound/set-aside.ts';
import { findMessages } from './messages/find-messages.ts';
import { intakeQuotas } from './messages/intake-quotas.ts';
import { messagesOfChecks } from './messages/of-checks.ts';
import { ownParts } from './messages/own-parts.ts';
import { receiptsByRecipient } from './messages/receipts-by-recipient.ts';
import { restOfParts } from './messages/rest-of-parts.ts';
import { shortTexts } from './messages/short-texts.ts';
import { alarmsSchema } from './operation/alarms.ts';
import { auditSchema } from './operation/audit.ts';
import { auditChain } from './operation/audit-chain.ts';
import { binSchema } from './operation/bin.ts';
import { drillStarters } from './operation/drill-starters.ts';
import { drillsSchema } from './operation/drills.ts';
import { earsSchema } from './operation/ears.ts';
import { modemSignal } from './operation/modem-signal.ts';
import { nodesSchema } from './operation/nodes.ts';
import { retentionSchema } from './operation/retention.ts';
import { sharedWords } from './operation/shared-words.ts';
import { simRecipients } from './operation/sim-recipients.ts';
import { stepsTell } from './operation/steps-tell.ts';
import { webhooksSchema } from './operation/webhooks.ts';
import { heldOptOuts } from './people/held-opt-outs.ts';
import { importWarnings } from './people/import-warnings.ts';
import { importsSchema } from './people/imports.ts';
import { optInsBySms } from './people/opt-ins.ts';
import { audienceIndexes, peopleSchema } from './people/people.ts';
import { populationSchema } from './people/population.ts';
import { undeliveredNumbers } from './people/undelivered-numbers.ts';
import { codeIssuers } from './triggers/code-issuers.ts';
import { launchKeys } from './triggers/launch-keys.ts';
import { triggerSchema } from './triggers/triggers.ts';

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
  nodesSchema,
  ownParts,
  unansweredByRoute: `
  -- A receipt that names nobody asks whether any part of its route is unanswered.
  CREATE INDEX unanswered_by_route ON unanswered (route, until);
  `,
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
