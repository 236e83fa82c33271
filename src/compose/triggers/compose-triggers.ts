import { standing } from '../../access/standing.ts';
import { deadlineOf } from '../../alerts/approval/waiting.ts';
import { alertMaker } from '../../alerts/desk/alert-maker.ts';
import type { AlertService } from '../../alerts/desk/alert-service.ts';
import { currentScenarios } from '../../alerts/scenarios/current-scenarios.ts';
import { readyScenarios } from '../../alerts/scenarios/ready-scenarios.ts';
import type { Config } from '../../config/schema.ts';
import { personOfPhone } from '../../domain/access/person-of-phone.ts';
import type { Officers } from '../../domain/alerts/approvers.ts';
import type { TellUnlaunched } from '../../domain/alerts/unlaunched.ts';
import type { SmsCommand, Veil } from '../../domain/inbound/sms-command.ts';
import type { AuditActor } from '../../domain/operation/audit.ts';
import type { Events } from '../../domain/operation/events.ts';
import type { CapService, TriggersService, TriggerTaken } from '../../domain/triggers/triggers-service.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Log, maskActor } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import { alertmanagerMapping } from '../../triggers/alertmanager.ts';
import { broadcastMapping, CELL_BROADCAST } from '../../triggers/cell-broadcast.ts';
import { FieldRequests } from '../../triggers/sms/field-requests.ts';
import { SmsLaunch } from '../../triggers/sms/sms-launch.ts';
import { StormBrake } from '../../triggers/storm-brake.ts';
import { TriggerService } from '../../triggers/trigger-service.ts';
import { composeCap } from './compose-cap.ts';

export interface TriggersAround {
  readonly store: Store;
  readonly alertService: AlertService;
  readonly unlaunched: TellUnlaunched;
  readonly officers: Officers;
  readonly events: Events;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Triggers {
  readonly cap: CapService;
  readonly triggers: TriggersService;
  /** What phones may ask for by SMS. */
  readonly commands: readonly SmsCommand[];
  /** Takes the codes of launches out of texts. */
  readonly veil: Veil;
  /** Makes a draft of a cell broadcast, if a rule is for it. A second call for the same one makes no second draft. */
  broadcast(event: Readonly<Record<string, unknown>>): Promise<TriggerTaken>;
  start(): void;
  stop(): Promise<void>;
}

/** Makes the triggers, which launch alerts without an operator: CAP, alarms of other programs, SMS. */
export const composeTriggers = (
  config: Config,
  { store, alertService, unlaunched, officers, events, clock, log }: TriggersAround,
): Triggers => {
  const { brake: settings, alertmanager, webhooks, cellBroadcast, sms } = config.triggers;
  const alerts = alertMaker(alertService, store);
  const scenarios = readyScenarios(currentScenarios(store.scenarios, store, standing(store)), alertService);
  const makeBrake = () =>
    new StormBrake(
      { perMinute: settings.perMinute, identical: settings.identical, withinMs: settings.within },
      clock,
      (why, reason) => log.warn({ why, reason }, 'the storm brake holds an alert'),
    );
  const brake = makeBrake();
  const around = {
    alerts,
    scenarios,
    repository: store.triggers,
    personOf: personOfPhone(store, clock),
    clock,
    brake: (what: string) => brake.hold(what),
    refused: (by: AuditActor, scenario: number | undefined, alert: number | undefined, reason: string) =>
      unlaunched({ kind: 'refused', by, scenario, alert, reason }).catch((error: unknown) =>
        log.error(
          { err: error, by: maskActor(by.id) },
          'the event of an alert that was not launched cannot be published',
        ),
      ),
  };
  const triggers = new TriggerService(around);
  if (alertmanager.length > 0)
    triggers.add('alertmanager', alertmanagerMapping(alertmanager), 'alertmanager');
  for (const { name, ...mapping } of webhooks) triggers.add(name, mapping, 'webhook');
  // Broadcasts have a brake of their own, since anybody with a false cell can set it off.
  const draftBrake = makeBrake();
  const broadcasts = new TriggerService({ ...around, brake: (what) => draftBrake.hold(what) });
  const draftsOnly = 'a cell broadcast makes drafts only: somebody has to launch the alert';
  broadcasts.add(CELL_BROADCAST, broadcastMapping(cellBroadcast), 'cellBroadcast', draftsOnly);
  const requestBrake = makeBrake();
  const phones = sms === undefined ? undefined : new SmsLaunch({ ...sms, lockedMs: sms.lockFor }, around);
  const requests =
    sms?.requests === undefined
      ? undefined
      : new FieldRequests(
          { ...sms.requests, language: sms.language },
          {
            ...around,
            officers,
            repository: store.fieldRequests,
            deadline: (severity, sinceMs) => deadlineOf(config.alerts, severity, sinceMs),
            // Requests have a brake of their own too: they launch nothing by themselves.
            brake: (what) => requestBrake.hold(what),
            timeZone: config.timeZone,
          },
        );
  const cap = composeCap(config.cap, {
    timeZone: config.timeZone,
    store,
    alerts,
    alertService,
    brake: around.brake,
    events,
    refused: (by, alert, reason) => around.refused(by, undefined, alert, reason),
    clock,
    log,
  });
  return {
    cap: cap.service,
    triggers: {
      take: (name, body, by) => triggers.take(name, body, by),
      knowsAgain: (name, body) => triggers.knowsAgain(name, body),
      list: () => [...triggers.list(), ...(cellBroadcast.length > 0 ? broadcasts.list() : [])],
      brake: () => brake.view(),
      issueCodes: async (phone, count, by) => phones?.issue(phone, count, by),
      phones: async () => phones?.phones() ?? [],
    },
    broadcast: (event) => broadcasts.take(CELL_BROADCAST, event, `trigger:${CELL_BROADCAST}`),
    commands: [phones, requests].filter((one) => one !== undefined).map(({ command }) => command),
    veil: async (from, text) => phones?.veil(from, text),
    start: () => cap.start(),
    stop: () => cap.stop(),
  };
};
