import type { PendingActs } from '../../access/pending-acts.ts';
import type { TokenWithdrawing } from '../../access/token-withdrawing.ts';
import type { Authenticated, Tokens } from '../../access/tokens.ts';
import type { Users } from '../../access/users.ts';
import type { Delegations } from '../../alerts/approval/delegations.ts';
import type { AlertNotes } from '../../alerts/desk/alert-notes.ts';
import type { AlertService } from '../../alerts/desk/alert-service.ts';
import type { Forecast } from '../../alerts/preview/forecast.ts';
import type { Comparison } from '../../alerts/report/compare/comparison.ts';
import type { ReportService } from '../../alerts/report/report-service.ts';
import type { Surveys } from '../../alerts/report/survey.ts';
import type { ScenarioLauncher } from '../../alerts/scenarios/launch-scenario.ts';
import type { AlertTester } from '../../alerts/self-test/alert-tester.ts';
import type { AlertAnswerRepository } from '../../domain/alerts/alert-answers.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { ScenarioService } from '../../domain/alerts/scenario.ts';
import type { ScheduleRepository } from '../../domain/alerts/schedule.ts';
import type { DutyRepository } from '../../domain/duty/duty.ts';
import type { BroadcastRepository } from '../../domain/inbound/cell-broadcast.ts';
import type {
  CaseFilter,
  CaseFromInbox,
  CaseStepAsked,
  CaseVerdict,
  CaseWithHistory,
  HelpCase,
} from '../../domain/inbound/help-case.ts';
import type { Keyword } from '../../domain/inbound/keyword.ts';
import type { MessageReader } from '../../domain/messages/message-store.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Priority } from '../../domain/messages/priority.ts';
import type { AnswerRepository } from '../../domain/operation/answer-repository.ts';
import type { Audit, AuditRepository } from '../../domain/operation/audit.ts';
import type { AuditChainRepository } from '../../domain/operation/audit-export.ts';
import type { BinRepository } from '../../domain/operation/bin.ts';
import type { DrillDefinition, DrillService } from '../../domain/operation/drill.ts';
import type { EarCheck } from '../../domain/operation/ear.ts';
import type { Onlookers } from '../../domain/operation/events.ts';
import type { ReloadService } from '../../domain/operation/reload.ts';
import type { Traces } from '../../domain/operation/traces.ts';
import type { WebhookService } from '../../domain/operation/webhook-service.ts';
import type { AudienceRepository } from '../../domain/people/audience.ts';
import type { DeadNumberRepository } from '../../domain/people/dead-number.ts';
import type { HeldOptOutRepository } from '../../domain/people/held-opt-out.ts';
import type { ImportJob } from '../../domain/people/import-job.ts';
import type { OptOutRepository } from '../../domain/people/opt-out.ts';
import type { PeopleRepositories } from '../../domain/people/people-repositories.ts';
import type { Erasure, Mention, PersonRecord } from '../../domain/people/person.ts';
import type { ReachRepository } from '../../domain/people/reach.ts';
import type { RoutesControl } from '../../domain/routes/routes-control.ts';
import type { TemplateService } from '../../domain/templates/template-service.ts';
import type { CapService, TriggersService } from '../../domain/triggers/triggers-service.ts';
import type { Intake } from '../../intake/intake.ts';
import type { FieldError, MessageInput } from '../../intake/message-input.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { NamedRepository } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { Alarms } from '../../ops/alarms/alarm-service.ts';
import type { KnownKinds } from '../../ops/alarms/known-kinds.ts';
import type { RefusedFor } from '../../ops/refusals.ts';
import type { Retention } from '../../ops/retention/retention.ts';
import type { CalendarReader } from '../../people/calendar/read-calendar.ts';
import type { Imports } from '../../people/import/imports.ts';
import type { MapFile } from '../../people/map/map-file.ts';
import type { Reach } from '../../people/reach/reach.ts';
import type { Senders } from '../../people/senders/senders.ts';
import type { SignInService } from './access/sign-in-services.ts';
import type { ConnectionGuard } from './connection-guard.ts';
import type { HttpNodes } from './forward/nodes.ts';

/** The part of `intake/` that HTTP uses. Promises reject with TocsinError `storeUnavailable` or `shuttingDown`. */
export interface IntakeService extends Pick<Intake, 'accept' | 'acceptBatch' | 'preview' | 'cancel'> {
  /**
   * Errors in the meaning of the given fields, as far as they can be found without the missing ones. Stores nothing.
   */
  check(input: Partial<MessageInput>): readonly FieldError[];
}

export interface Authenticator {
  authenticate(token: string): Authenticated;
}

type UserService = Pick<Users, 'list' | 'get' | 'create' | 'replace' | 'disable' | 'enable'>;

type TokenService = Pick<Tokens, 'authenticate' | 'list' | 'ownerOf' | 'revoke'>;

/** A message that nobody has written yet. */
export interface OutlookAsked {
  readonly people: number;
  readonly partsEach: number;
  readonly priority: Priority;
}

export interface Readiness {
  /** Whether a message could be accepted now. */
  readonly ready: boolean;
  /** Why no message could be accepted, in words. */
  readonly reason?: string;
  readonly routesUp: readonly string[];
  readonly routesDown: readonly string[];
}

/** What HTTP reads of messages and of the inbox. */
export type Reader = Omit<MessageReader, 'greatestId'>;

/** Imports of contacts from files. */
interface ImportService extends Pick<Imports, 'receive' | 'begin' | 'discard' | 'run'> {
  get(id: number): Promise<ImportJob | undefined>;
  list(page: Page): Promise<Paged<ImportJob>>;
}

/** All that is stored of a number, in whatever form it was written: see `PersonRepository`. */
interface PersonService {
  read(number: Msisdn): Promise<PersonRecord>;
  erase(number: Msisdn, alias: string): Promise<Erasure>;
  mentions(number: Msisdn): Promise<readonly Mention[]>;
}

/** The words with which phones join lists. */
export interface OptInWords {
  /** The word in the form in which words are compared. */
  fold(word: string): string;
  /** Why nobody can join a list by this word; undefined: they can. */
  whyNot(word: string): string | undefined;
  /** What the word, in the form in which words are compared, is used for: the id of a list, or a keyword. */
  takenBy(word: string): Promise<number | 'keyword' | undefined>;
}

/** Contacts, their groups, consents and opt-outs. */
export interface PeopleService
  extends Omit<PeopleRepositories, 'imports' | 'persons'>,
    Pick<OptOutRepository, 'optOut' | 'optIn' | 'optOuts'>,
    Pick<AudienceRepository, 'countAudience' | 'audiencePage'>,
    DeadNumberRepository {
  /** Reads a number in E.164, or as written in the configured country, to E.164; undefined: the text is no number. */
  normalise(text: string): Msisdn | undefined;
  readonly reach: Pick<Reach, 'count'> & Pick<ReachRepository, 'replacePopulation'>;
  readonly optInWords: OptInWords;
  readonly imports: ImportService;
  readonly persons: PersonService;
}

/** The public methods of the alert service. */
type AlertOperations = { readonly [K in keyof AlertService]: AlertService[K] };

/** Keywords, which are answered automatically, and the words that can't be keywords or answers. */
export interface KeywordService {
  readonly repository: NamedRepository<Keyword>;
  /** The word in the form in which words are compared. */
  fold(word: string): string;
  /** Why this can be no keyword; undefined: it can. */
  whyNot(word: string): string | undefined;
  /** The id of the list that phones join by this word; undefined: there is none. */
  listOf(word: string): Promise<number | undefined>;
  /** The answers to a question that a reply could not be matched with, by index, and why. */
  unfitAnswers(
    answers: readonly { readonly word: string; readonly meaning: string }[],
  ): readonly { readonly index: number; readonly why: string }[];
}

/** Calls for help, and what officers do with them. */
export interface CaseService {
  list(filter: CaseFilter, page: Page): Promise<Paged<HelpCase>>;
  get(id: number): Promise<CaseWithHistory | undefined>;
  step(asked: Omit<CaseStepAsked, 'nowMs' | 'pageAgainMs'>): Promise<CaseVerdict>;
  open(asked: Omit<CaseFromInbox, 'nowMs' | 'pageAgainMs'>): Promise<CaseVerdict>;
}

/** Everything that the HTTP server uses. It neither creates nor closes any of it. */
export interface HttpServices {
  readonly connections: ConnectionGuard;
  /** The other nodes on the same database; undefined: there are none. */
  readonly nodes?: HttpNodes | undefined;
  readonly intake: IntakeService;
  readonly reader: Reader;
  readonly routes: RoutesControl;
  readonly reloader: ReloadService;
  readonly tokens: TokenService;
  /** Undefined: nothing is traced. */
  readonly traces?: Traces | undefined;
  readonly tokenWithdrawals: Pick<TokenWithdrawing, 'withdraw'>;
  readonly users: UserService;
  readonly pendingActs: Pick<PendingActs, 'isAsked' | 'waits' | 'ask' | 'list' | 'approve' | 'refuse'>;
  readonly signIns: SignInService;
  readonly health: { ready(): Readiness };
  /** When a message to so many people that came now would be out; and how much room the disk has, in bytes. */
  readonly outlook: (asked: OutlookAsked) => Forecast;
  readonly disk: () => { readonly free: number | undefined; readonly reserve: number };
  /** The Prometheus exposition text. */
  readonly metrics: () => Promise<string>;
  /** The stored answers to POSTs with an Idempotency-Key. */
  readonly answers: AnswerRepository;
  readonly people: PeopleService;
  /** The numbers and names from which messages come now. */
  readonly senders: () => Senders;
  /** The file of the map under areas; undefined: none is configured. */
  readonly baseMap: MapFile | undefined;
  readonly templates: TemplateService;
  readonly scenarios: ScenarioService;
  readonly schedules: ScheduleRepository;
  readonly drills: { readonly repository: NamedRepository<DrillDefinition>; readonly service: DrillService };
  readonly duty: Pick<DutyRepository, 'rosters' | 'dutyAt'>;
  readonly calendars: Pick<CalendarReader, 'read'>;
  /** What each ear heard of each route. */
  readonly earChecks: () => readonly EarCheck[];
  readonly broadcasts: Pick<BroadcastRepository, 'broadcasts'>;
  readonly launcher: ScenarioLauncher;
  readonly keywords: KeywordService;
  readonly cases: CaseService;
  readonly alertAnswers: Pick<AlertAnswerRepository, 'answerCounts' | 'listAnswers'> &
    Pick<AlertRepository, 'getAlert'>;
  /** The audit log: who did what. */
  readonly audit: Audit & Pick<AuditRepository, 'audit'>;
  readonly heldOptOuts: Pick<HeldOptOutRepository, 'heldOptOuts' | 'settleHeld'>;
  /** The audit log as a chain. */
  readonly auditChain: AuditChainRepository;
  /** Called for each call that is refused. */
  readonly refused: (why: RefusedFor) => void;
  /** Who exported which report. */
  readonly exported: Pick<AuditRepository, 'exportsOf'>;
  readonly alerts: AlertOperations;
  readonly notes: Pick<AlertNotes, 'add' | 'list'>;
  readonly delegations: Pick<Delegations, 'list' | 'add' | 'remove'>;
  readonly alertTests: Pick<AlertTester, 'test' | 'list' | 'exists'>;
  /** The time zone of the place, in which people are shown times. */
  readonly timeZone: string;
  readonly reports: Pick<ReportService, 'report' | 'messages' | 'notReached' | 'beganAt'>;
  readonly comparison: Pick<Comparison, 'of' | 'overTime'>;
  readonly surveys: Pick<Surveys, 'of'>;
  readonly cap: CapService;
  readonly triggers: TriggersService;
  /** The clients of the stream of events. */
  readonly onlookers: Onlookers;
  readonly webhooks: WebhookService;
  /** What was removed; `keptMs` is how long it can be restored. */
  readonly bin: BinRepository & { readonly keptMs: number | 'never' };
  /** The alarms of the gateway about itself. */
  readonly alarms: Pick<Alarms, 'list' | 'acknowledge' | 'silence' | 'unsilence'>;
  /** Every kind of alarm, whether or not there is one now. */
  readonly alarmKinds: () => Promise<KnownKinds>;
  readonly retention: Pick<Retention, 'status' | 'begin' | 'confirmClock'>;
  /** Whom to tell of a weakness: a URI; undefined: nobody is named. */
  readonly securityContact: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** The folder of the built console; it may be missing. */
  readonly consoleFolder: string;
}
