import type { AlertActor, AlertDraft, Correction, Wave } from '../alerts/alert.ts';
import type { ScenarioApproval } from '../alerts/scenario.ts';
import type { TriggerEventKey } from './trigger-event-key.ts';

/** How far an alert made by a trigger goes without an operator. `request`: its approval launches it. */
export type Advance = 'draft' | 'approve' | 'request' | 'launch';

/**
 * The state of an alert as triggers need it. `phase` is `before` until the alert is sent, `out` after that, and `over`
 * if nothing more may be sent for the alert.
 */
export interface TriggeredAlert {
  readonly state: string;
  readonly phase: 'before' | 'out' | 'over';
  readonly draft: AlertDraft;
  /** The waves that were sent, in order. */
  readonly waves: readonly Pick<Wave, 'kind' | 'content'>[];
}

export type Advanced =
  | { readonly kind: 'done'; readonly state: string }
  /** The alert stays in its state and waits for an operator. */
  | {
      readonly kind: 'refused';
      readonly state: string;
      readonly reason: string;
      /** The alert that went out a short time ago, and would be repeated. */
      readonly repeats?: number;
      /** Whether it waits for a second person, whose approval launches it. */
      readonly awaitsApproval?: boolean;
    };

interface CorrectedBy {
  readonly actor: AlertActor;
  /** Ids of the persons who wrote its contents; left out: only `actor`. */
  readonly authors?: readonly string[];
  /** Whether a person decided it. Then its text needs a second person like any other. */
  readonly isByHand: boolean;
}

/** What triggers need of the alerts. */
export interface AlertMaker {
  /**
   * Creates a draft and returns its id.
   *
   * @param authors ids of the persons who wrote its contents; if left out, only its maker counts as author
   * @param event stored in the same commit as open: its launch has not been tried
   */
  create(
    draft: AlertDraft,
    actor: AlertActor,
    authors?: readonly string[],
    event?: TriggerEventKey,
  ): Promise<number>;
  /**
   * Submits the draft for approval or launches it. Nothing happens if that was done before.
   *
   * @param approval the approval that was given in advance to its scenario
   */
  advance(id: number, to: Advance, actor: AlertActor, approval?: ScenarioApproval): Promise<Advanced>;
  overview(id: number): Promise<TriggeredAlert | undefined>;
  /**
   * Sends an update or a cancel to exactly the recipients whom the alert reached, or lets it wait for a second person.
   *
   * @param said undefined, of a cancel: the text that was approved with the alert, or that of the library
   */
  correct(
    id: number,
    kind: 'update' | 'cancel',
    said: Pick<Correction, 'content' | 'validForMs' | 'expiresAt'> | undefined,
    by: CorrectedBy,
  ): Promise<Advanced>;
  /** Adds a line to the alert's log, which webhooks and event streams report too. */
  note(id: number, actor: AlertActor, action: 'held' | 'abridged', detail: string): Promise<void>;
  /** Withdraws an alert that wasn't sent yet, so that it never is. */
  withdraw(id: number, actor: AlertActor, reason: string): Promise<Advanced>;
}
