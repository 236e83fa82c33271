import { tellUnlaunched } from './alerts/schedule/tell-unlaunched.ts';
import { composeAlarms } from './compose/alarms/compose-alarms.ts';
import { noteRun } from './compose/alarms/note-run.ts';
import { composeAlerts } from './compose/alerts/compose-alerts.ts';
import { composeApprovals } from './compose/alerts/compose-approvals.ts';
import { composePreparation } from './compose/alerts/compose-preparation.ts';
import { composeReports } from './compose/alerts/compose-reports.ts';
import { composeSchedules } from './compose/alerts/compose-schedules.ts';
import { usesOf } from './compose/configured-uses.ts';
import { openDiskReserve } from './compose/disk-reserve.ts';
import { composeDrills } from './compose/drills.ts';
import { composeDueBell, WITHOUT_BELL_MS } from './compose/due-bell.ts';
import { composeBroadcasts } from './compose/ears/compose-broadcasts.ts';
import { composeEars } from './compose/ears/compose-ears.ts';
import { composeHttp } from './compose/http/compose-http.ts';
import { composeDuty } from './compose/inbound/compose-duty.ts';
import { composeInbound } from './compose/inbound/compose-inbound.ts';
import { composeIntakeLimits, limitsOf } from './compose/inbound/intake-limits.ts';
import { composeIntake } from './compose/intake.ts';
import { composeNotify } from './compose/notify.ts';
import { observeAll } from './compose/observe-all.ts';
import { composePeople } from './compose/people.ts';
import { composeReceipts } from './compose/receipts.ts';
import { composeReload } from './compose/reload/compose-reload.ts';
import { composeRetention } from './compose/retention.ts';
import { composeRouteSet } from './compose/routes/compose-routes.ts';
import { beginAll } from './compose/start/begin-all.ts';
import { composeLeading } from './compose/start/leading.ts';
import { composeNodes } from './compose/start/nodes.ts';
import { openGatewayStore } from './compose/start/open-gateway-store.ts';
import { storeOfGateway } from './compose/start/store-of-gateway.ts';
import type { Surroundings } from './compose/start/surroundings.ts';
import { stopSending } from './compose/stop-sending.ts';
import { composeTokenWithdrawing } from './compose/token-withdrawing.ts';
import { composeTraces } from './compose/traces.ts';
import { composeTriggers } from './compose/triggers/compose-triggers.ts';
import { version } from './compose/version.ts';
import type { Config } from './config/schema.ts';
import { Dispatcher } from './dispatch/dispatcher.ts';
import { Backlog } from './dispatch/plan/backlog.ts';
import { LaneRegistry } from './dispatch/plan/lane-registry.ts';
import { Plan } from './dispatch/plan/plan.ts';
import { allVeils } from './domain/inbound/sms-command.ts';
import { MessageIds } from './domain/messages/message-id.ts';
import type { Clock } from './kernel/clock.ts';
import type { Log } from './kernel/log.ts';
import { auditOf } from './ops/audit.ts';
import { auditHeadTeller } from './ops/audit-head.ts';
import { BlockWriter } from './ops/block-writer.ts';
import { Metrics } from './ops/metrics.ts';
import { RouteAlarms } from './ops/route-alarms.ts';

/** The gateway, running. */
export interface App {
  /** The address of the API, with the port that the system assigned. */
  readonly url: string;
  /** Resolves with a reason when the gateway cannot go on and the process should be restarted. */
  readonly broken: Promise<string>;
  /** Resolves when the threads of the database have answered. */
  answers(): Promise<void>;
  /** Reads the configuration again, and takes over what needs no restart. Never rejects: the log says how it went. */
  reload(): Promise<void>;
  /** Ends intake, waits up to 10 s for answers of carriers and modems, then closes everything in reverse order. */
  stop(): Promise<void>;
}

/**
 * The composition root: the only place that knows every concrete class. If a step fails, what the earlier steps opened
 * is closed.
 * @throws TocsinError `storeUnavailable`, or `cannotListen` if the API cannot listen on its address
 */
export const startApp = async (
  config: Config,
  clock: Clock,
  log: Log,
  around: Surroundings,
): Promise<App> => {
  await using opening = new AsyncDisposableStack();
  const { machine } = around;
  const place = storeOfGateway(config, opening);
  const metrics = new Metrics(machine.observeProcess);
  metrics.observeLog(around.droppedLogLines);
  const traced = await composeTraces(config, metrics, clock);
  opening.defer(() => traced.stop());
  const reserve = await openDiskReserve(config, machine, metrics, clock, log);
  opening.defer(() => reserve.stop());
  const store = opening.adopt(
    await openGatewayStore(place, { limits: limitsOf(config), uses: usesOf(config), reserve }, around, {
      clock,
      log,
    }),
    (opened) => opened.close(),
  );
  const basics = { store, clock, log, traced, machine };
  const later = { dispatcher: () => dispatcher, configured: () => routes.configured };
  const nodes = composeNodes(config, { ...basics, ...later });
  opening.defer(() => nodes?.membership.stop());
  nodes?.membership.start();
  // Of several nodes, only the leader would know of its own end.
  const cutBefore = nodes === undefined ? await noteRun(opening, store.alarms, clock, log) : undefined;
  const lanes = await LaneRegistry.open(store, new Plan(config), nodes !== undefined);
  const backlog = new Backlog(await store.counts());
  const dispatcher = new Dispatcher({
    ...basics,
    lanes,
    backlog,
    random: machine.random,
    uncertainGraceMs: config.uncertainGrace,
    deadlinesRestMs: WITHOUT_BELL_MS,
    others: nodes?.ofDispatcher,
  });
  const routeAlarms = new RouteAlarms((id, reason) => dispatcher.setAlarm(id, reason));
  const {
    gate,
    alarms: intakeAlarms,
    refused,
  } = composeIntakeLimits(config, {
    inbox: store,
    metrics,
    alarm: (route, reason) => routeAlarms.set('intake', route, reason),
    received: () => inbound.wake(),
    clock,
    log,
  });
  opening.defer(() => intakeAlarms.stop());
  const receipts = composeReceipts(config, { ...basics, metrics, intakeAlarms });
  const { receiptService, receiptWatch } = receipts;
  const ears = composeEars(config, {
    ...basics,
    dispatcher,
    routeAlarms,
    inbox: (message) => gate.take(message),
    broadcast: (page) => broadcasts.take(page),
    send: (message, owner) => intake.accept(message, owner),
  });
  const aboutRoutes = { dispatcher, receiptService, routeAlarms, ears, nodes };
  const routes = await composeRouteSet(config, { ...basics, ...aboutRoutes });
  const ids = new MessageIds(await store.greatestId(), store.nodes.number);
  const intake = composeIntake(config, { ...basics, lanes, ids, dispatcher });
  const notify = composeNotify(config, { ...basics, routes: dispatcher, alerts: () => alerts.service });
  const [announce, stepped] = [() => notify.wake(), () => approvals.wake()];
  const sending = { dispatcher, lanes, routes, ids, intake };
  const alerts = composeAlerts(config, { ...basics, ...sending, announce, stepped });
  const audit = auditOf(store, clock);
  const approvals = composeApprovals(config, { ...basics, intake, alerts, audit, metrics, announce });
  const unlaunched = tellUnlaunched(notify, audit);
  const triggers = composeTriggers(config, {
    ...basics,
    alertService: alerts.service,
    unlaunched,
    officers: approvals.officers,
    events: notify,
  });
  const broadcasts = composeBroadcasts(triggers, notify, basics);
  const people = composePeople(store, config, clock, log);
  opening.defer(() => people.stop());
  const duty = composeDuty({ ...basics, config: config.inbound, intake, metrics, announce });
  const inbound = composeInbound(config, {
    ...basics,
    intake,
    hasRoute: (id) => lanes.has(id),
    alerts,
    // Duty goes first: a word stands before its codes, which approvals would take for wrong codes of theirs.
    commands: [...duty.commands, ...approvals.commands, ...triggers.commands],
    veil: allVeils([triggers.veil, approvals.veil, duty.veil]),
    gate,
    over: (route, limit) => intakeAlarms.over(route, limit),
    announce,
  });
  const reports = composeReports(config, store, alerts.progress, clock, log);
  const preparation = composePreparation(store, lanes, alerts.service, clock);
  const scheduler = composeSchedules(store, preparation.launcher, unlaunched, clock, log);
  const drills = composeDrills({ ...basics, intake, routes: dispatcher, ears: ears.service, announce });
  observeAll(metrics, { store, dispatcher, drills, triggers, clock });
  const ofRetention = { ...basics, reports: reports.service, routes: dispatcher, audit, metrics };
  const retention = composeRetention(config, ofRetention);
  const known = { dispatcher, reserve, intakeAlarms, routeAlarms, receiptWatch, drills, triggers };
  const running = () => reloading.reloader.running;
  const ofReload = { routes, running, lastReload: () => reloading.reloader.last };
  const ofAlarms = { ...basics, ...known, ...ofReload, retention, cutBefore, intake, metrics, announce };
  const alarms = composeAlarms(config, ofAlarms);
  const tokenWithdrawals = composeTokenWithdrawing(dispatcher, basics);
  const reloading = await composeReload(config, {
    ...basics,
    ...aboutRoutes,
    receipts,
    read: around.readConfig,
    api: () => server.server,
    routes,
    intake,
    metrics,
    audit,
  });
  const server = await composeHttp(config, {
    ...basics,
    reloader: reloading.reloader,
    tokenWithdrawals,
    openFiles: around.openFiles,
    metrics,
    intake,
    dispatcher,
    alerts,
    approvals,
    reports,
    preparation,
    ears,
    drills,
    people,
    triggers,
    notify,
    retention,
    alarms,
    audit,
    refused,
    version,
    reserve,
    nodes,
  });
  opening.defer(() => stopSending(intake, server, dispatcher, reloading, clock));
  const url = await beginAll({
    opening,
    nodes,
    leading: composeLeading({
      restored: [alerts, drills, alarms, tokenWithdrawals],
      people,
      notify,
      scheduler,
      started: [
        [alerts, approvals, triggers, reports],
        [drills, tokenWithdrawals, retention, alarms, auditHeadTeller(store, notify, clock, log)],
        [inbound, duty, broadcasts, new BlockWriter(basics)],
        [composeDueBell({ ...basics, dispatcher, alerts, drills, scheduler, tokenWithdrawals })],
      ],
    }),
    listen: () => machine.listen(server, config),
    dispatcher,
    reloading,
    beating: { dispatcher, lanes, ids, looking: [inbound, notify, broadcasts] },
  });
  const opened = opening.move();
  return {
    url,
    broken: Promise.race([store.broken, nodes?.membership.failed ?? store.broken]),
    answers: () => store.answers(),
    reload: () => reloading.reloader.hangUp(),
    stop: () => opened.disposeAsync(),
  };
};
