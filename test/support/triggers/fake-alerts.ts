import type { AlertActor, AlertDraft, Correction, WaveKind } from '../../../src/domain/alerts/alert.ts';
import type { Content } from '../../../src/domain/templates/template.ts';
import type {
  Advance,
  Advanced,
  AlertMaker,
  TriggeredAlert,
} from '../../../src/domain/triggers/alert-maker.ts';
import type { TriggerEventKey } from '../../../src/domain/triggers/trigger-event-key.ts';

interface Kept {
  readonly draft: AlertDraft;
  state: string;
  readonly waves: { readonly kind: WaveKind; readonly content: Content }[];
}

/** Fake alerts that record their calls, and can end the gateway before or after any step. */
export class FakeAlerts implements AlertMaker {
  readonly kept = new Map<number, Kept>();
  readonly steps: string[] = [];
  readonly actors: AlertActor[] = [];
  readonly validities: Pick<Correction, 'validForMs' | 'expiresAt'>[] = [];
  readonly notes: { readonly alert: number; readonly action: string; readonly detail: string }[] = [];
  /**
   * The step, counted from 1, at which the gateway ends; with `after` the step is done, but its caller doesn't learn
   * it.
   */
  endsAt: { readonly step: number; readonly after: boolean } | undefined;
  /** The reason with which the next advance is refused; undefined to allow it. */
  refuses: string | undefined;

  /** Stores an event in the commit of its alert. */
  keepEvent: (event: TriggerEventKey, alert: number) => void = () => {};

  async create(
    draft: AlertDraft,
    actor: AlertActor,
    _authors?: readonly string[],
    event?: TriggerEventKey,
  ): Promise<number> {
    this.actors.push(actor);
    const id = this.kept.size + 1;
    return this.#step(`create ${id}`, () => {
      this.kept.set(id, { draft, state: 'draft', waves: [] });
      if (event !== undefined) this.keepEvent(event, id);
      return id;
    });
  }

  async advance(id: number, to: Advance): Promise<Advanced> {
    const one = this.#get(id);
    if (this.refuses !== undefined) return { kind: 'refused', state: one.state, reason: this.refuses };
    // An alert that is no longer a draft stays as it is.
    if (one.state !== 'draft') return { kind: 'done', state: one.state };
    return this.#step(`${to} ${id}`, () => {
      if (to === 'approve') one.state = 'pendingApproval';
      if (to === 'launch') this.launch(id);
      return { kind: 'done', state: one.state };
    });
  }

  /** Launches an alert as an operator would. */
  launch(id: number): void {
    const one = this.#get(id);
    one.state = 'sending';
    one.waves.push({ kind: 'first', content: one.draft.content });
  }

  /** Sends the text of the alert as an officer, or its escalation, would. */
  sendAgain(id: number, kind: WaveKind): void {
    const { draft, waves } = this.#get(id);
    waves.push({ kind, content: draft.content });
  }

  async overview(id: number): Promise<TriggeredAlert | undefined> {
    const one = this.kept.get(id);
    if (one === undefined) return undefined;
    const phase = one.waves.length > 0 ? 'out' : one.state === 'rejected' ? 'over' : 'before';
    return { state: one.state, phase, draft: one.draft, waves: one.waves };
  }

  async correct(
    id: number,
    kind: 'update' | 'cancel',
    said: Pick<Correction, 'content' | 'validForMs' | 'expiresAt'> | undefined,
  ): Promise<Advanced> {
    const one = this.#get(id);
    const { content = one.draft.content, validForMs, expiresAt } = said ?? {};
    this.validities.push({ validForMs, expiresAt });
    return this.#step(`${kind} ${id}`, () => {
      one.waves.push({ kind, content });
      return { kind: 'done', state: one.state };
    });
  }

  async note(alert: number, _actor: AlertActor, action: string, detail: string): Promise<void> {
    this.notes.push({ alert, action, detail });
  }

  async withdraw(id: number): Promise<Advanced> {
    const one = this.#get(id);
    return this.#step(`withdraw ${id}`, () => {
      one.state = 'rejected';
      return { kind: 'done', state: one.state };
    });
  }

  draft(id: number): AlertDraft {
    return this.#get(id).draft;
  }

  /** The texts that were sent, by wave, in their first language. */
  textsOf(id: number): readonly string[] {
    return this.#get(id).waves.map(({ content }) => content.variants[0]?.text ?? '');
  }

  #get(id: number): Kept {
    const one = this.kept.get(id);
    if (one === undefined) throw new Error(`there is no alert ${id}`);
    return one;
  }

  #step<T>(name: string, work: () => T): T {
    this.steps.push(name);
    const ends = this.endsAt?.step === this.steps.length;
    if (ends && this.endsAt?.after === false) throw new ProcessEnds();
    const result = work();
    if (ends) throw new ProcessEnds();
    return result;
  }
}

class ProcessEnds extends Error {}
