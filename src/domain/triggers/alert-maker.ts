import type { Actor, AlertDraft, Correction } from '../alerts/alert.ts';
import type { ScenarioApproval } from '../alerts/scenario.ts';

/** How far what a trigger makes goes by itself. */
export type Advance = 'draft' | 'approve' | 'launch';

/** Where an alert is, as far as triggers need to know: not out yet, out, or never to go out. */
export interface AlertStanding {
  readonly state: string;
  readonly phase: 'before' | 'out' | 'over';
  readonly draft: AlertDraft;
  /** How many waves went out. */
  readonly waves: number;
}

export type Advanced =
  | { readonly kind: 'done'; readonly state: string }
  /** It stays where it is, for an operator. */
  | { readonly kind: 'refused'; readonly state: string; readonly reason: string };

/** What triggers ask of alerts. */
export interface AlertMaker {
  /**
   * The id of a draft.
   * @param authors the ids of who wrote what it is made of; left out: nobody but its maker
   */
  create(draft: AlertDraft, actor: Actor, authors?: readonly string[]): Promise<number>;
  /**
   * Hands it in or launches it. Done already is done.
   * @param approval given beforehand, to the scenario that it was made of
   */
  advance(id: number, to: Advance, actor: Actor, approval?: ScenarioApproval): Promise<Advanced>;
  standing(id: number): Promise<AlertStanding | undefined>;
  /**
   * Tells exactly those whom the alert reached.
   * @param authors the ids of who wrote what it says; left out: nobody but `actor`
   */
  correct(
    id: number,
    kind: 'update' | 'cancel',
    said: Pick<Correction, 'content' | 'validForMs' | 'expiresAt'>,
    actor: Actor,
    authors?: readonly string[],
  ): Promise<Advanced>;
  /** A line in its log, which others are told as well. */
  note(id: number, actor: Actor, action: 'held' | 'abridged', detail: string): Promise<void>;
  /** What isn't out yet never goes out. */
  withdraw(id: number, actor: Actor, reason: string): Promise<Advanced>;
}
