import type { Authenticated, Tokens } from '../../access/tokens.ts';
import type { AlertService } from '../../alerts/desk/alert-service.ts';
import type { ReportService } from '../../alerts/report/report-service.ts';
import type { ScenarioLauncher } from '../../alerts/scenarios/launch-scenario.ts';
import type { AlertAnswerRepository } from '../../domain/alerts/alert-answers.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { ScenarioService } from '../../domain/alerts/scenario.ts';
import type { ScheduleRepository } from '../../domain/alerts/schedule.ts';
import type { TemplateService } from '../../domain/alerts/template-service.ts';
import type { Keyword } from '../../domain/inbound/keyword.ts';
import type { MessageReader } from '../../domain/messages/message-store.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { AnswerRepository } from '../../domain/operation/answer-repository.ts';
import type { Audit, AuditRepository } from '../../domain/operation/audit.ts';
import type { DrillDefinition, DrillService } from '../../domain/operation/drill.ts';
import type { Onlookers } from '../../domain/operation/events.ts';
import type { WebhookService } from '../../domain/operation/webhook-service.ts';
import type { AudienceRepository } from '../../domain/people/audience.ts';
import type { ImportJob } from '../../domain/people/import-job.ts';
import type { OptOutRepository } from '../../domain/people/opt-out.ts';
import type { PeopleRepositories } from '../../domain/people/people-repositories.ts';
import type { Erasure, Mention, PersonRecord } from '../../domain/people/person.ts';
import type { RoutesControl } from '../../domain/routes/routes-control.ts';
import type { CapService, TriggersService } from '../../domain/triggers/triggers-service.ts';
import type { Intake } from '../../intake/intake.ts';
import type { FieldError, MessageInput } from '../../intake/message-input.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { NamedRepository } from '../../kernel/named.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { Retention } from '../../ops/retention/retention.ts';
import type { Imports } from '../../people/import/imports.ts';
import type { ConnectionGuard } from './connection-guard.ts';

/** What the edge asks of `intake/`. Promises reject with TocsinError `storeUnavailable` or `shuttingDown`. */
export interface IntakeService extends Pick<Intake, 'accept' | 'acceptBatch' | 'preview' | 'cancel'> {
  /** What is wrong with the meaning of the fields given, as far as it can be said without the others; stores nothing. */
  check(input: Partial<MessageInput>): readonly FieldError[];
}

export interface Authenticator {
  authenticate(token: string): Authenticated;
}

type TokenService = Pick<Tokens, 'authenticate' | 'list' | 'revoke'>;

export interface Readiness {
  /** False when no message could be accepted now. */
  readonly ready: boolean;
  /** Why not, in words. */
  readonly reason?: string;
  readonly routesUp: readonly string[];
  readonly routesDown: readonly string[];
}

/** The questions that the edge asks of the store. */
export type Reader = Omit<MessageReader, 'greatestId'>;

/** Files of contacts. */
interface ImportService extends Pick<Imports, 'receive' | 'begin' | 'discard' | 'run'> {
  get(id: number): Promise<ImportJob | undefined>;
  list(page: Page): Promise<Paged<ImportJob>>;
}

/** A number however it was written: see `PersonRepository`. */
interface PersonService {
  read(number: Msisdn): Promise<PersonRecord>;
  erase(number: Msisdn, alias: string): Promise<Erasure>;
  mentions(number: Msisdn): Promise<readonly Mention[]>;
}

/** Contacts, how they are grouped, and what they said no to. */
export interface PeopleService
  extends Omit<PeopleRepositories, 'imports' | 'persons'>,
    Pick<OptOutRepository, 'optOut' | 'optIn' | 'optOuts'>,
    Pick<AudienceRepository, 'countAudience'> {
  /** The number as E.164, read as it is written in the country of the configuration. */
  normalise(text: string): Msisdn | undefined;
  readonly imports: ImportService;
  readonly persons: PersonService;
}

/** What the service of the alerts can be asked. */
type AlertOperations = { readonly [K in keyof AlertService]: AlertService[K] };
/** Words that are answered by themselves, and what is no word of the operators' own. */
export interface KeywordService {
  readonly repository: NamedRepository<Keyword>;
  /** As words are compared. */
  fold(word: string): string;
  /** Why this can be no keyword; undefined: it can. */
  whyNot(word: string): string | undefined;
  /** Of the answers to a question those that would not be read as what they mean, by their index. */
  unfitAnswers(
    answers: readonly { readonly word: string; readonly meaning: string }[],
  ): readonly { readonly index: number; readonly why: string }[];
}

/** All that the edge is given; it makes none of it and closes none of it. */
export interface HttpServices {
  readonly connections: ConnectionGuard;
  readonly intake: IntakeService;
  readonly reader: Reader;
  readonly routes: RoutesControl;
  readonly tokens: TokenService;
  readonly health: { ready(): Readiness };
  /** The Prometheus exposition text. */
  readonly metrics: () => Promise<string>;
  /** What POSTs with an Idempotency-Key were answered. */
  readonly answers: AnswerRepository;
  readonly people: PeopleService;
  readonly templates: TemplateService;
  readonly scenarios: ScenarioService;
  readonly schedules: ScheduleRepository;
  readonly drills: { readonly repository: NamedRepository<DrillDefinition>; readonly service: DrillService };
  readonly launcher: ScenarioLauncher;
  readonly keywords: KeywordService;
  readonly alertAnswers: Pick<AlertAnswerRepository, 'answerCounts' | 'listAnswers'> &
    Pick<AlertRepository, 'getAlert'>;
  /** Who did what. */
  readonly audit: Audit & Pick<AuditRepository, 'audit'>;
  readonly alerts: AlertOperations;
  readonly reports: Pick<ReportService, 'report' | 'messages' | 'notReached' | 'exists'>;
  readonly cap: CapService;
  readonly triggers: TriggersService;
  /** Who follows what happens. */
  readonly onlookers: Onlookers;
  readonly webhooks: WebhookService;
  readonly retention: Pick<Retention, 'status' | 'begin' | 'confirmClock'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}
