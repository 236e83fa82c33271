import type { IdentityRepository } from '../domain/access/identity.ts';
import type { PasskeyRepository } from '../domain/access/passkey.ts';
import type { PendingActRepository } from '../domain/access/pending-act.ts';
import type { SignInRepository } from '../domain/access/sign-in.ts';
import type { TokenStore, TokenWithdrawals } from '../domain/access/token.ts';
import type { UserRepository } from '../domain/access/user.ts';
import type { AlertAnswerRepository } from '../domain/alerts/alert-answers.ts';
import type { ReportRepository } from '../domain/alerts/alert-report.ts';
import type { AlertRepository } from '../domain/alerts/alert-repository.ts';
import type { ApprovalRepository } from '../domain/alerts/approval.ts';
import type { ScenarioRepository } from '../domain/alerts/scenario.ts';
import type { ScheduleRepository } from '../domain/alerts/schedule.ts';
import type { DutyRepository } from '../domain/duty/duty.ts';
import type { CaseCodeRepository } from '../domain/inbound/case-codes.ts';
import type { BroadcastRepository } from '../domain/inbound/cell-broadcast.ts';
import type { PageRepository } from '../domain/inbound/duty-pages.ts';
import type { EnrolmentRepository } from '../domain/inbound/enrolment.ts';
import type { CaseRepository } from '../domain/inbound/help-case.ts';
import type { InboundRepository } from '../domain/inbound/inbound-repository.ts';
import type { KeywordRepositories } from '../domain/inbound/keyword.ts';
import type { MessageReader, MessageWriter, NumberBlocks } from '../domain/messages/message-store.ts';
import type {
  DeadlineRepository,
  Inbox,
  InquiryRepository,
  LaneStore,
  Queue,
  RouteLedger,
} from '../domain/messages/queue.ts';
import type { ReceiptRepository } from '../domain/messages/receipt-repository.ts';
import type { AlarmRepository } from '../domain/operation/alarm.ts';
import type { AlertTestRepository } from '../domain/operation/alert-test.ts';
import type { AnswerRepository } from '../domain/operation/answer-repository.ts';
import type { AuditRepository } from '../domain/operation/audit.ts';
import type { AuditChainRepository } from '../domain/operation/audit-export.ts';
import type { BinRepository } from '../domain/operation/bin.ts';
import type { DrillRepository } from '../domain/operation/drill.ts';
import type { DueRepository } from '../domain/operation/due.ts';
import type { EarRepository } from '../domain/operation/ear.ts';
import type { FiguresRepository } from '../domain/operation/figures.ts';
import type { NodeRepository } from '../domain/operation/nodes.ts';
import type { RetentionRepository } from '../domain/operation/retention.ts';
import type { HappeningRepository, WebhookRepository } from '../domain/operation/webhook.ts';
import type { AudienceRepository } from '../domain/people/audience.ts';
import type { DeadNumberRepository } from '../domain/people/dead-number.ts';
import type { HeldOptOutRepository } from '../domain/people/held-opt-out.ts';
import type { OptOutRepository } from '../domain/people/opt-out.ts';
import type { PeopleRepositories } from '../domain/people/people-repositories.ts';
import type { ReachRepository } from '../domain/people/reach.ts';
import type { SignalRepository } from '../domain/routes/signal-repository.ts';
import type { SimRepository } from '../domain/routes/sim-repository.ts';
import type { TemplateRepositories } from '../domain/templates/template-service.ts';
import type { FieldRequestRepository } from '../domain/triggers/field-request.ts';
import type { TriggerRepositories } from '../domain/triggers/trigger-repositories.ts';

/**
 * Everything that the gateway stores. Each user of the store takes only the interfaces that it needs.
 *
 * The promise of a write resolves after the commit that holds the write is synced to disk. It rejects with
 * `TocsinError('storeUnavailable')` if that commit can't be written; then nothing of the write is stored.
 */
export interface Store
  extends MessageWriter,
    MessageReader,
    NumberBlocks,
    Queue,
    DeadlineRepository,
    InquiryRepository,
    ReceiptRepository,
    Inbox,
    LaneStore,
    RouteLedger,
    TokenStore,
    TokenWithdrawals,
    UserRepository,
    PendingActRepository,
    SignInRepository,
    PasskeyRepository,
    IdentityRepository,
    SimRepository,
    SignalRepository,
    AlertAnswerRepository,
    AnswerRepository,
    AudienceRepository,
    InboundRepository,
    CaseRepository,
    PageRepository,
    CaseCodeRepository,
    EnrolmentRepository,
    KeywordRepositories,
    AuditRepository,
    AuditChainRepository,
    HappeningRepository,
    WebhookRepository,
    OptOutRepository,
    HeldOptOutRepository,
    DeadNumberRepository,
    ReachRepository,
    PeopleRepositories,
    TemplateRepositories,
    FiguresRepository,
    DueRepository,
    AlertRepository {
  readonly triggers: TriggerRepositories;
  readonly approvals: ApprovalRepository;
  readonly fieldRequests: FieldRequestRepository;
  readonly reports: ReportRepository;
  readonly schedules: ScheduleRepository;
  readonly drills: DrillRepository;
  readonly duty: DutyRepository;
  readonly alertTests: AlertTestRepository;
  readonly alarms: AlarmRepository;
  readonly ears: EarRepository;
  readonly cellBroadcasts: BroadcastRepository;
  readonly bin: BinRepository;
  readonly retention: RetentionRepository;
  readonly scenarios: ScenarioRepository;
  readonly nodes: NodeRepository;
  /**
   * Why the database could not be written or read when it was last asked to be; undefined while it can. A database that
   * can't be reached is often read first, and what needs to be read is then never written.
   */
  failedReason(): string | undefined;
  /** `told` is called soon after another node has stored messages that wait, if the server can tell. */
  whenQueued(told: () => void): void;
  /** Resolves when both threads have answered; it writes nothing, so a disk that is full doesn't matter. */
  answers(): Promise<void>;
  /** Resolves with the reason when the store has failed for good: only a new process can open it again. */
  readonly broken: Promise<string>;
  /** Completes the calls that were made before `close`. */
  close(): Promise<void>;
}
