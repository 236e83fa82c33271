import type { AuditActor } from '../operation/audit.ts';
import type { CaseHolder, CaseOutcome, CaseStep, CaseVerdict, HelpCase } from './help-case.ts';

/** What a step changes in a case; what is left out stays. */
interface CaseChange {
  readonly state: HelpCase['state'];
  readonly holder: CaseHolder | undefined;
  readonly outcome?: CaseOutcome;
  readonly outcomeText?: string | undefined;
}

type Decision =
  | {
      readonly kind: 'change';
      readonly change: CaseChange;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'nothing' }
  | Extract<CaseVerdict, { kind: 'wrongState' | 'held' }>;

const isHolder = (holder: CaseHolder, { id, name }: AuditActor): boolean =>
  holder.id === undefined ? holder.name === name : holder.id === id;

/** The holder who must be named before the step, since somebody else has the case; undefined: the step is free. */
const hinders = (
  { state, holder }: HelpCase,
  from: string | undefined,
  actor: AuditActor,
): CaseHolder | undefined =>
  state !== 'taken' || holder === undefined || isHolder(holder, actor) || holder.name === from
    ? undefined
    : holder;

/**
 * Decides a step of a case. Each step but a note is refused if somebody else has the case and the step does not name
 * that person, so that two officers never take one case.
 */
export const decideCaseStep = (found: HelpCase, step: CaseStep, actor: AuditActor): Decision => {
  const { state, holder } = found;
  if (step.kind === 'note') return { kind: 'change', change: { state, holder }, detail: { text: step.text } };
  if (step.kind === 'reopen') {
    if (state !== 'closed') return { kind: 'wrongState', detail: `The case is ${state}.` };
    return { kind: 'change', change: { state: 'open', holder: undefined }, detail: {} };
  }
  if (state === 'closed') return { kind: 'wrongState', detail: 'The case is closed. Reopen it first.' };
  const other = hinders(found, step.from, actor);
  if (other !== undefined) return { kind: 'held', holder: other };
  const from = holder === undefined || isHolder(holder, actor) ? {} : { from: holder.name };
  switch (step.kind) {
    case 'take': {
      if (state === 'taken' && holder?.id === actor.id) return { kind: 'nothing' };
      const taker = { id: actor.id, name: actor.name };
      return { kind: 'change', change: { state: 'taken', holder: taker }, detail: from };
    }
    case 'hand': {
      const to = { id: undefined, name: step.to };
      return { kind: 'change', change: { state: 'taken', holder: to }, detail: { ...from, to: step.to } };
    }
    case 'close': {
      const { outcome, text } = step;
      const change = { state: 'closed', holder, outcome, outcomeText: text } as const;
      return { kind: 'change', change, detail: { ...from, outcome, ...(text !== undefined && { text }) } };
    }
    case 'reclassify': {
      const change = { state: 'closed', holder, outcome: 'noCall', outcomeText: undefined } as const;
      return { kind: 'change', change, detail: { ...from, meaning: step.meaning } };
    }
  }
};
