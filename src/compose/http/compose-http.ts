import { fileURLToPath } from 'node:url';
import { tellPersons } from '../../access/tell-persons.ts';
import type { TokenWithdrawing } from '../../access/token-withdrawing.ts';
import { Tokens } from '../../access/tokens.ts';
import { UserNews } from '../../access/user-news.ts';
import { Users } from '../../access/users.ts';
import { forecast } from '../../alerts/preview/forecast.ts';
import type { Config } from '../../config/schema.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { Audit } from '../../domain/operation/audit.ts';
import type { DrillService } from '../../domain/operation/drill.ts';
import { buildServer } from '../../http/server/server.ts';
import type { HttpServices, PeopleService } from '../../http/server/services.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Alarms } from '../../ops/alarms/alarm-service.ts';
import type { DiskReserve } from '../../ops/disk-reserve.ts';
import type { Metrics } from '../../ops/metrics.ts';
import type { Refused } from '../../ops/refusals.ts';
import type { Retention } from '../../ops/retention/retention.ts';
import { CalendarReader } from '../../people/calendar/read-calendar.ts';
import { sendersOf } from '../../people/senders/senders.ts';
import type { Store } from '../../store/store.ts';
import { composeKnownKinds } from '../alarms/compose-known-kinds.ts';
import type { Alerts } from '../alerts/compose-alerts.ts';
import type { Approvals } from '../alerts/compose-approvals.ts';
import type { composePreparation } from '../alerts/compose-preparation.ts';
import type { composeReports } from '../alerts/compose-reports.ts';
import type { composeEars } from '../ears/compose-ears.ts';
import { composeCases } from '../inbound/compose-cases.ts';
import { composeKeywords } from '../inbound/compose-inbound.ts';
import type { Notify } from '../notify.ts';
import type { ComposedNodes } from '../start/nodes.ts';
import type { Traced } from '../traces.ts';
import type { Triggers } from '../triggers/compose-triggers.ts';
import { mapFileOf } from './base-map.ts';
import { composeConnections } from './connections.ts';
import { tlsOf } from './listening.ts';
import { composePendingActs } from './pending-acts.ts';
import { readinessOf } from './readiness.ts';
import { composeSignIns } from './sign-ins.ts';
import { smsToUsers } from './user-news.ts';

/** The parts of the gateway that the API shows. */
interface Parts {
  readonly store: Store;
  readonly intake: Intake;
  readonly reloader: HttpServices['reloader'];
  readonly tokenWithdrawals: Pick<TokenWithdrawing, 'withdraw'>;
  readonly dispatcher: Dispatcher;
  readonly alerts: Pick<Alerts, 'service' | 'notes' | 'tester'>;
  readonly approvals: Pick<Approvals, 'delegations'>;
  readonly reports: Pick<ReturnType<typeof composeReports>, 'service' | 'comparison' | 'surveys'>;
  readonly preparation: ReturnType<typeof composePreparation>;
  readonly ears: Pick<ReturnType<typeof composeEars>, 'http'>;
  readonly drills: DrillService;
  readonly people: { readonly service: PeopleService };
  readonly triggers: Pick<Triggers, 'cap' | 'triggers'>;
  readonly notify: Pick<Notify, 'hub' | 'webhooks' | 'wake' | 'publish'>;
  readonly retention: Pick<Retention, 'status' | 'begin' | 'confirmClock'>;
  readonly alarms: Alarms;
  readonly audit: Audit;
  readonly refused: (why: Refused) => void;
  readonly traced: Pick<Traced, 'traces'>;
  readonly metrics: Metrics;
  readonly reserve: Pick<DiskReserve, 'freeBytes'>;
  /** How many files and connections the process may have open at once; undefined if there is no known limit. */
  readonly openFiles: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Undefined: the gateway is alone on its store. */
  readonly nodes: ComposedNodes;
}

/** Where scripts/build-console puts the console. */
const CONSOLE_FOLDER = fileURLToPath(new URL('../../../build/console', import.meta.url));

/** Makes the HTTP server, which does not listen yet. */
export const composeHttp = async (config: Config, parts: Parts): Promise<ReturnType<typeof buildServer>> => {
  const { store, dispatcher, ears, triggers, notify, metrics, openFiles, clock, log } = parts;
  const tokens = new Tokens(store, clock);
  const sms = smsToUsers(parts.intake, log);
  const tls = await tlsOf(config);
  await tellPersons(store, log);
  return buildServer(
    {
      connections: composeConnections(config, { metrics, openFiles, clock, log }),
      intake: parts.intake,
      reader: store,
      nodes: parts.nodes?.http,
      routes: dispatcher,
      reloader: parts.reloader,
      tokens,
      tokenWithdrawals: parts.tokenWithdrawals,
      users: new Users(store, clock, () => tokens.forget(), new UserNews(sms)),
      pendingActs: composePendingActs(config, { ...parts, sms, changed: () => tokens.forget() }),
      signIns: await composeSignIns(config, {
        ...{ store, sms, certificate: tls?.cert, audit: parts.audit, metrics, clock, log },
        wrong: () => parts.refused('password'),
      }),
      health: { ready: () => readinessOf(store, dispatcher) },
      outlook: ({ people, partsEach, priority }) =>
        forecast(
          dispatcher.paces(),
          { priority, routes: undefined },
          { parts: people * partsEach, people, validMs: Number.POSITIVE_INFINITY },
        ),
      disk: () => ({ free: parts.reserve.freeBytes, reserve: config.intake.diskReserve }),
      metrics: () => metrics.text(),
      answers: store,
      alerts: parts.alerts.service,
      notes: parts.alerts.notes,
      delegations: parts.approvals.delegations,
      alertTests: parts.alerts.tester,
      reports: parts.reports.service,
      comparison: parts.reports.comparison,
      surveys: parts.reports.surveys,
      exported: store,
      timeZone: config.timeZone,
      ...parts.preparation,
      schedules: store.schedules,
      duty: store.duty,
      calendars: new CalendarReader(clock),
      ...ears.http,
      drills: { repository: store.drills, service: parts.drills },
      people: parts.people.service,
      senders: () => sendersOf(config, dispatcher.list()),
      baseMap: mapFileOf(config, log),
      cap: triggers.cap,
      triggers: triggers.triggers,
      keywords: composeKeywords(store),
      cases: composeCases(store, config.inbound, clock, () => notify.wake()),
      alertAnswers: store,
      onlookers: notify.hub,
      webhooks: notify.webhooks,
      retention: parts.retention,
      alarms: parts.alarms,
      alarmKinds: composeKnownKinds(config, parts),
      bin: { ...store.bin, keptMs: config.retention.bin },
      audit: { ...parts.audit, audit: store.audit },
      securityContact: config.http.securityContact,
      auditChain: store,
      heldOptOuts: store,
      refused: parts.refused,
      traces: parts.traced.traces,
      clock,
      log,
      version: parts.version,
      consoleFolder: CONSOLE_FOLDER,
    },
    tls,
  );
};
