import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { Moment } from '../../domain/templates/clock-words.ts';
import type { Finding } from '../../domain/templates/template.ts';
import { analyse } from '../../domain/text/analyse.ts';
import type { Encoding } from '../../domain/text/encoding.ts';
import { lint } from '../templates/lint.ts';
import { prepareTexts } from '../templates/prepare.ts';
import type { StepPeople } from './review-audiences.ts';

interface ToldText {
  readonly language: string;
  readonly text: string;
  readonly encoding: Encoding;
  readonly parts: number;
}

/** Whom the escalation of an alert would ask, and what it would say in the end. */
export interface EscalationPreview {
  readonly steps: readonly (Pick<StepPeople, 'audience' | 'people'> & {
    /** From the beginning of the wave before, ms. */
    readonly afterMs: number;
  })[];
  /** The texts once enough people have answered, with a fallback where the contact's own data will stand. */
  readonly whenFulfilled: readonly ToldText[];
}

const NOBODY = { name: undefined, attributes: {} } as const;

/**
 * What is wrong with the text that ends the escalation. It has no values of the launch: nobody looks at it again before
 * it goes out.
 */
export const errorsOfFulfilled = ({ escalation }: Pick<AlertDraft, 'escalation'>): readonly Finding[] =>
  escalation?.whenFulfilled === undefined
    ? []
    : lint(escalation.whenFulfilled, { values: {} }).filter(({ level }) => level === 'error');

export const previewEscalation = (
  { escalation, kind }: AlertDraft,
  steps: readonly StepPeople[],
  until: Moment,
): EscalationPreview | undefined => {
  if (escalation === undefined) return undefined;
  const { whenFulfilled } = escalation;
  const prepared = whenFulfilled && prepareTexts(whenFulfilled, {}, { exercise: kind === 'exercise', until });
  return {
    steps: escalation.steps.map(({ afterMs }, index) => ({
      afterMs,
      audience: steps[index]?.audience ?? 0,
      people: steps[index]?.people ?? 0,
    })),
    whenFulfilled:
      prepared?.kind === 'ready'
        ? (whenFulfilled?.variants ?? []).map(({ language }) => {
            const { text } = prepared.textFor({ ...NOBODY, language }, false);
            const { encoding, parts } = analyse(text);
            return { language, text, encoding, parts };
          })
        : [],
  };
};
