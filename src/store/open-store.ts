import { Kysely } from 'kysely';
import { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from '../domain/messages/intake-limits.ts';
import type { ConfiguredUse } from '../domain/operation/bin.ts';
import type { TellMigration } from '../domain/operation/upgrade/migration.ts';
import type { Clock } from '../kernel/clock.ts';
import { TocsinError } from '../kernel/errors.ts';
import type { StorePlace } from './place.ts';
import { reportRepository } from './queries/alerts/alert-report.ts';
import { alertTestQueries } from './queries/alerts/alert-tests.ts';
import { scenarioRepository } from './queries/alerts/scenarios.ts';
import { scheduleQueries } from './queries/alerts/schedules.ts';
import { broadcastRepository } from './queries/inbound/cell-broadcasts.ts';
import { listAside, listInbox, listUnmatchedReceipts } from './queries/inbound/inbox.ts';
import { listMessages } from './queries/messages/list-messages.ts';
import {
  countQueued,
  ensureLane,
  makeDueAgain,
  moveToLanes,
  readInterrupted,
  unsentInLanes,
} from './queries/messages/queue.ts';
import { getMessage } from './queries/messages/read-messages.ts';
import { acceptedToday, disabledRoutes, setRouteEnabled } from './queries/messages/route-ledger.ts';
import { readTimeline } from './queries/messages/timeline.ts';
import { listUnreceipted } from './queries/messages/unreceipted.ts';
import { exportsOf, listAudit } from './queries/operation/audit.ts';
import { auditChainRepository } from './queries/operation/audit-chain.ts';
import { listRemoved } from './queries/operation/bin.ts';
import { drillQueries } from './queries/operation/drills.ts';
import { earRepository } from './queries/operation/ears.ts';
import { readFigures } from './queries/operation/figures.ts';
import { keepSignal, signalSince } from './queries/operation/modem-signal.ts';
import { countSimParts, simRecipients, simUsage } from './queries/operation/sim-usage.ts';
import { restoreSim, setSimAside, simAside } from './queries/operation/sims-aside.ts';
import { triggerRepositories } from './queries/triggers/triggers.ts';
import { accessRepositories } from './repositories/access-repositories.ts';
import { alarmRepository } from './repositories/alarm-repository.ts';
import { alertRepository } from './repositories/alert-repository.ts';
import { approvalRepositories } from './repositories/approval-repository.ts';
import { dueRepository } from './repositories/due-repository.ts';
import { dutyRepository } from './repositories/duty-repository.ts';
import { inboundRepositories } from './repositories/inbound-repositories.ts';
import { messageWriter } from './repositories/message-writer.ts';
import { namedRepositories } from './repositories/named-repositories.ts';
import { nodeRepository } from './repositories/node-repository.ts';
import { notifyRepositories } from './repositories/notify-repositories.ts';
import { peopleRepositories } from './repositories/people-repositories.ts';
import { retentionRepository } from './repositories/retention-repository.ts';
import { makePrivate } from './sqlite/files/private-files.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables/tables.ts';
import { Channel } from './thread/channel.ts';
import { channelDialect } from './thread/dialect.ts';
import { TAKES_IN } from './thread/takes-in.ts';
import { type StartThread, startThread } from './thread/thread.ts';

/** Says whether the disk has room for new messages. */
interface DiskRoom {
  /** Why the disk has no room; undefined if it has. */
  reason(): string | undefined;
}

export interface StoreOptions {
  readonly limits: IntakeLimits;
  readonly reserve: DiskRoom;
  /** What the configuration names, and therefore can't be removed. */
  readonly uses: readonly ConfiguredUse[];
  readonly startThread: StartThread;
  readonly tellMigration: TellMigration;
}

const DEFAULTS: Omit<StoreOptions, 'tellMigration'> = {
  limits: DEFAULT_INTAKE_LIMITS,
  reserve: { reason: () => undefined },
  uses: [],
  startThread,
};

/** Makes the directory of the file if there is none, since `token create` may run before the gateway does. */
const makeFile = (path: string): void => {
  try {
    makePrivate(path);
  } catch (cause) {
    throw new TocsinError('storeUnavailable', `cannot make ${path}: ${String(cause)}`, { cause });
  }
};

/**
 * Opens the store on a database, with a thread that writes and a thread that reads.
 * @throws TocsinError `storeUnavailable` if the database can't be opened or migrated
 */
export const openStore = async (
  place: StorePlace,
  clock: Clock,
  options: Partial<StoreOptions> = {},
): Promise<Store> => {
  const { limits, reserve, uses, startThread, tellMigration } = { ...DEFAULTS, ...options };
  if (place.kind === 'sqlite') makeFile(place.path);
  // The threads are closed in reverse order, the writer last. The writer moves the write-ahead log (-wal) into the file
  // and deletes it (sqlite.org/wal.html), which a reader can't. Then a copy of the file alone is a copy of the store.
  await using opening = new AsyncDisposableStack();
  const openThread = async (readOnly: boolean) =>
    opening.adopt(await Channel.open({ place, readOnly, limits }, startThread, tellMigration, clock), (one) =>
      one.close(),
    );
  const writer = await openThread(false);
  const reader = await openThread(true);
  writer.guard((name) => (TAKES_IN.has(name) ? reserve.reason() : undefined));
  const db = new Kysely<Tables>({ dialect: channelDialect(writer, reader) });
  const node = await writer.call('node');
  // The clocks of several machines differ: a time in the future then says nothing of the own clock.
  if (node === 0) await makeDueAgain(db, clock.now());
  const named = namedRepositories(db, writer, uses);
  const opened = opening.move();
  return {
    ...messageWriter(writer, clock),
    claim: (request) =>
      request.priority === 'critical' ? writer.callUrgently('claim', request) : writer.call('claim', request),
    settle: (settlements) => writer.call('settle', settlements),
    interrupted: (only) => readInterrupted(db, node, only),
    counts: () => countQueued(db),
    record: (receipts, atMs) => writer.call('receipts', receipts, atMs, reserve.reason() === undefined),
    recordKnown: (receipts, atMs) =>
      writer.call('knownReceipts', receipts, atMs, reserve.reason() === undefined),
    receive: (message, atMs) => writer.call('inbound', message, atMs),
    showOverdue: (...args) => writer.call('showOverdue', ...args),
    expireQueued: (afterMs, nowMs) => writer.call('expireQueued', afterMs, nowMs),
    giveUp: (afterMs, untilMs, nowMs) => writer.call('giveUp', afterMs, untilMs, nowMs),

    unreceipted: (route, after, untilMs, messages) => listUnreceipted(db, route, after, untilMs, messages),

    get: (id) => getMessage(db, id),
    timeline: (id) => readTimeline(db, id),
    list: (filter, page) => listMessages(db, filter, page),
    inbox: (page, filter) => listInbox(db, page, filter),
    inboxAside: (page) => listAside(db, page),
    unmatchedReceipts: (page) => listUnmatchedReceipts(db, page),
    writeNextBlock: async () => {
      const until = reserve.reason() === undefined ? await reader.call('nextBlock') : undefined;
      if (until !== undefined) await writer.call('writeBlock', until);
      return until !== undefined;
    },
    dropEmptyBlocks: async () => writer.call('dropBlocks', await reader.call('emptyBlocks')),
    greatestId: async () => {
      const row = await db
        .selectFrom('messages')
        .select(({ fn }) => fn.max('id').as('id'))
        .executeTakeFirst();
      return row?.id ?? 0;
    },

    ensureLane: (key) => ensureLane(db, key),
    lanes: () => db.selectFrom('lanes').selectAll().execute(),
    unsentIn: (lanes, afterId, limit) => unsentInLanes(db, lanes, afterId, limit),
    moveToLanes: (moves) => moveToLanes(db, moves),

    setEnabled: (route, enabled) => setRouteEnabled(db, route, enabled),
    disabledRoutes: () => disabledRoutes(db),
    acceptedToday: (nowMs) => acceptedToday(db, nowMs),

    ...alertRepository(db, writer),
    ...approvalRepositories(db, writer),

    ...accessRepositories(db, writer),

    latchPin: (iccid, pin) => writer.call('latchPin', iccid, pin, clock.now()),
    pinAccepted: (iccid, pin) => writer.call('pinAccepted', iccid, pin),
    clearPins: (iccid) => writer.call('clearPins', iccid),
    countParts: (iccid, atMs, parts, to) => countSimParts(db, iccid, atMs, parts, to),
    usage: (iccid, nowMs) => simUsage(db, iccid, nowMs),
    recipients: (iccid, nowMs) => simRecipients(db, iccid, nowMs),
    keepSignal: (imei, slot) => keepSignal(db, imei, slot),
    signalSince: (imei, sinceMs) => signalSince(db, imei, sinceMs),
    setAside: (iccid, aside) => setSimAside(db, iccid, aside),
    aside: (iccid) => simAside(db, iccid),
    restore: (iccid) => restoreSim(db, iccid),

    ...inboundRepositories({ db, writer, reader, named }),
    ...peopleRepositories({ db, writer, reader, clock, named }),
    templates: named('template'),
    scenarios: scenarioRepository(db, named('scenario')),

    ...notifyRepositories({ db, writer, reader }),

    ...auditChainRepository(db),
    addAudit: (note) => writer.call('audit', note),
    audit: (filter, page) => listAudit(db, filter, page),
    exportsOf: (sha256, limit) => exportsOf(db, sha256, limit),
    triggers: triggerRepositories(db, (...codes) => writer.call('replaceLaunchCodes', ...codes)),
    reports: reportRepository(db),
    schedules: { ...named('schedule'), ...scheduleQueries(db) },
    drills: {
      ...named('drill'),
      ...drillQueries(db),
      begin: (run) => writer.call('beginDrill', run),
      miss: (missed) => writer.call('missDrill', missed),
      finish: (finished) => writer.call('finishDrill', finished),
    },
    duty: dutyRepository(db, writer, reader, named),
    alertTests: {
      ...alertTestQueries(db),
      begin: (test) => writer.call('beginAlertTest', test),
    },
    alarms: alarmRepository(db, writer),
    ears: earRepository(db),
    cellBroadcasts: broadcastRepository(db),
    nodes: nodeRepository(db, writer, node),
    figures: (nowMs) => readFigures(db, nowMs),
    ...dueRepository(reader),
    bin: {
      removed: (kind, page) => listRemoved(db, kind, page),
      restoreRemoved: (id, nowMs) => writer.call('restoreRemoved', id, nowMs),
    },
    retention: retentionRepository({ db, writer, reader }),

    failedReason: () =>
      writer.failedReason ??
      writer.silentReason ??
      // A file can be read for sure while it can be written. A server that is away is often read first.
      (place.kind === 'postgres' ? reader.failedReason : undefined) ??
      reserve.reason(),
    whenQueued: (told) => reader.whenTold(told),
    answers: async () => {
      const asked = [writer, reader].map((thread) => thread.callUrgently('query', 'SELECT 1', []));
      // A thread that answers with an error answers.
      await Promise.allSettled(asked);
    },
    broken: Promise.race([writer.broken, reader.broken]),
    close: () => opened.disposeAsync(),
  };
};
