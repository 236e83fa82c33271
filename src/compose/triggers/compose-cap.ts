import type { AlertService } from '../../alerts/desk/alert-service.ts';
import { publicTextOf } from '../../alerts/templates/public-text.ts';
import type { CapConfig } from '../../config/cap.ts';
import type { EventData, Events, EventType } from '../../domain/operation/events.ts';
import { markExercise } from '../../domain/templates/mark-exercise.ts';
import type { AlertMaker } from '../../domain/triggers/alert-maker.ts';
import type { CapService } from '../../domain/triggers/triggers-service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { restoredAt } from '../../ops/backup/restored-at.ts';
import type { Store } from '../../store/store.ts';
import { CapIntake } from '../../triggers/cap/cap-intake.ts';
import { CapIntakeService, type CapSurroundings } from '../../triggers/cap/cap-intake-service.ts';
import { capOfAlert } from '../../triggers/cap/cap-of-alert.ts';
import { CapReception } from '../../triggers/cap/cap-reception.ts';
import { namedAreas } from '../../triggers/cap/named-areas.ts';
import { FeedPoller } from '../../triggers/feed/feed-poller.ts';
import { FEED_ALERTS, feedEntry, writeAtom } from '../../triggers/feed/write-atom.ts';
import { readCertificates } from './certificates.ts';

export interface CapAround {
  /** The clocks by which texts give times: an IANA name. */
  readonly timeZone: string;
  readonly store: Store;
  readonly alerts: AlertMaker;
  readonly alertService: AlertService;
  readonly brake: (what: string) => string | undefined;
  readonly refused: CapSurroundings['refused'];
  readonly events: Events;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Cap {
  readonly service: CapService;
  start(): void;
  stop(): Promise<void>;
}

/** Makes the parts for CAP: alerts that come by POST and from feeds, and our own alerts as CAP documents. */
export const composeCap = (config: CapConfig, around: CapAround): Cap => {
  const { store, alerts, alertService, brake, refused, events, clock, log } = around;
  const repository = store.triggers;
  const capService = new CapIntakeService(config.launch, {
    alerts,
    repository,
    clock,
    drafting: async () => {
      const areas = await namedAreas(store.areas);
      const byName = new Map([...areas].map(([id, { name }]) => [name, id]));
      return {
        maxParts: config.maxParts,
        geocodes: { postalCodes: config.postalCodes, areaNamed: (name: string) => byName.get(name) },
        prefixFor: (language: string) => markExercise('', language),
      };
    },
    brake,
    restoredAt: () => restoredAt(store),
    refused,
  });
  const gate = { certificates: readCertificates(config.certificate ?? []), senders: config.senders };
  const intake = new CapIntake(gate, capService, { repository, clock });
  const announce = (type: EventType, data: EventData): Promise<void> =>
    events
      .publish(type, data)
      .catch((error: unknown) =>
        log.error({ err: error, type }, 'the event about a CAP feed cannot be published'),
      );
  const pollers = config.feeds.map(
    ({ url, every, origins }) =>
      new FeedPoller({ url, everyMs: every, origins }, { intake, repository, announce, clock, log }),
  );
  const service: CapService = {
    take: (octets, source, by, charset) => intake.take(octets, source, by, charset),
    apply: (id, actor) => intake.apply(id, actor),
    messages: (page) => repository.listCaps(page),
    message: (id) => repository.capById(id),
    feeds: () => pollers.map((poller) => poller.view()),
    document: async (id) => {
      const alert = await alertService.get(id);
      if (alert === undefined) return undefined;
      const [waves, areas] = await Promise.all([store.waves(id), namedAreas(store.areas)]);
      return capOfAlert(
        { alert, waves, areas },
        { sender: config.sender, textIn: publicTextOf(alert, around.timeZone) },
      );
    },
    feed: async () => {
      const alerts = await store.alertsThatWentOut(FEED_ALERTS);
      return writeAtom(alerts.map(feedEntry), config.sender, clock.now());
    },
  };
  const reception = new CapReception({ intake, pollers, clock, log });
  return {
    service,
    start: () => reception.start(),
    stop: () => reception.stop(),
  };
};
