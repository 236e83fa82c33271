import type { Alert, AlertActor, Correction, ProposedUpdate } from '../../domain/alerts/alert.ts';
import type { Content } from '../../domain/templates/template.ts';
import { needsSecondPerson, whyNoGlass } from '../desk/policy.ts';
import type { Decision, Step, Stepper } from '../desk/stepper.ts';
import type { StepVerdict } from '../desk/verdict.ts';
import { digest } from '../preview/digest.ts';
import { prepareTexts } from '../templates/prepare.ts';
import { type Ending, endingOf, saysOneOf } from './endings.ts';
import { whyNoFollowUp } from './following.ts';
import { correct, type FollowingDeps, follow, WHY_CUT } from './following-step.ts';

export interface Cancel {
  readonly actor: AlertActor;
  /** Why free text goes out without the second person that the policy asks for. */
  readonly breakGlass?: string | undefined;
  /** The version of the alert that the caller looked at; undefined: any version. */
  readonly version?: number | undefined;
  /** Nobody but a trigger decided it, such as a CAP message: how far it goes by itself is a setting of its own. */
  readonly isOfTrigger?: boolean | undefined;
}

type Proposal = Correction & Pick<ProposedUpdate, 'authors'>;

const NOBODY = { language: undefined, name: undefined, attributes: {} };

/** The steps that take an alert back from those who have it: a cancel, and its end once the danger is over. */
export class TakingBack {
  readonly #deps: FollowingDeps;
  readonly #stepper: Stepper;

  constructor(deps: FollowingDeps, stepper: Stepper) {
    this.#deps = deps;
    this.#stepper = stepper;
  }

  /**
   * Takes the alert back from exactly the people who have it, or may have it. Messages that no route has are withdrawn
   * at once in any case. A text that was approved with the alert, or that of the library, goes out at once too; where
   * the policy asks for a second person, any other text waits for one.
   * @param correction undefined: the text that was approved with the alert, or that of the library
   */
  async cancel(id: number, correction: Proposal | undefined, by: Cancel): Promise<StepVerdict> {
    const { actor, breakGlass, version, isOfTrigger = false } = by;
    const alert = await this.#deps.repository.getAlert(id);
    if (alert === undefined) return { kind: 'unknown' };
    const waits = !isOfTrigger && (await this.waits(alert, correction));
    if (waits && breakGlass === undefined && correction !== undefined) {
      const step = { event: 'proposeCancel', actor, version } as const;
      return this.#follow(id, step, (now, at) => this.#propose(now, correction, at));
    }
    const now = this.#deps.clock.now();
    const forbidden = waits ? await whyNoGlass(this.#deps, actor, alert, now) : undefined;
    if (forbidden !== undefined) return { kind: 'glassForbidden', detail: forbidden };
    const step = waits
      ? ({ event: 'cancel', action: 'breakGlassCancel', actor, detail: breakGlass, version } as const)
      : ({ event: 'cancel', actor, version } as const);
    return this.#follow(id, step, async (now, at) =>
      correct(this.#deps, now, 'cancel', correction ?? (await this.said(now, 'cancel', at)), at),
    );
  }

  /** Tells exactly the people who have the alert, or may have it, that it is over; once. */
  end(id: number, actor: AlertActor, version?: number): Promise<StepVerdict> {
    return this.#follow(id, { event: 'end', actor, version }, async (alert, at) =>
      correct(this.#deps, alert, 'end', await this.said(alert, 'end', at), at),
    );
  }

  /** Whether the correction would wait for a second person: it says something that nobody has approved. */
  async waits({ id, draft }: Alert, correction: Correction | undefined): Promise<boolean> {
    if (correction === undefined || !needsSecondPerson(this.#deps.policy, draft)) return false;
    return !saysOneOf(correction, await this.#approved(id, draft));
  }

  async #approved(id: number, draft: Alert['draft']): Promise<readonly Content[]> {
    const waves = await this.#deps.repository.waves(id);
    const words = this.#words(this.#deps.clock.now());
    return [endingOf(draft, 'cancel', waves, words), endingOf(draft, 'end', waves, words)];
  }

  /** What a cancel, or the end of the alert, says without a text of its own. */
  async said({ id, draft }: Alert, what: Ending, now: number): Promise<Correction> {
    const waves = await this.#deps.repository.waves(id);
    return { content: endingOf(draft, what, waves, this.#words(now)), values: {} };
  }

  async #propose(alert: Alert, correction: Proposal, now: number): Promise<Decision> {
    const { content, values, validForMs, authors } = correction;
    const waves = await this.#deps.repository.waves(alert.id);
    const refused = whyNoFollowUp(alert, waves, content, values);
    if (refused !== undefined) return { refused };
    const hash = digest(['cancel', alert.id, content, values]);
    const texts = textsOf(alert, correction, { now, timeZone: this.#deps.timeZone });
    return {
      set: { proposedUpdate: { what: 'cancel', content, values, validForMs, hash, texts, authors } },
      cut: WHY_CUT.cancel,
    };
  }

  #words(now: number): { readonly now: number; readonly timeZone: string } {
    return { now, timeZone: this.#deps.timeZone };
  }

  #follow(
    id: number,
    step: Step,
    decide: (alert: Alert, nowMs: number) => Promise<Decision>,
  ): Promise<StepVerdict> {
    return follow(this.#deps, this.#stepper, id, step, decide);
  }
}

/** The texts of a correction as they would be sent, with a fallback where the contact's own data will stand. */
export const textsOf = (
  { draft }: Alert,
  { content, values, validForMs = draft.validForMs, expiresAt = draft.expiresAt }: Correction,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): ProposedUpdate['texts'] => {
  const until = { at: expiresAt ?? now + validForMs, readAt: now, timeZone };
  const prepared = prepareTexts(content, values, { exercise: draft.kind === 'exercise', until });
  if (prepared.kind === 'unfit') return [];
  return content.variants.map(({ language }) => prepared.textFor({ ...NOBODY, language }, false));
};
