import { describe, expect, test } from 'vitest';
import { wrongState } from '../../../../src/alerts/desk/verdict.ts';
import type { Alert } from '../../../../src/domain/alerts/alert.ts';
import { alertEvents, alertStates, stepAlert } from '../../../../src/domain/alerts/alert-state.ts';
import { decideCaseStep } from '../../../../src/domain/inbound/case-step.ts';
import { type CaseStep, caseStates, type HelpCase } from '../../../../src/domain/inbound/help-case.ts';
import { toFrench } from '../../../../src/domain/text/french/translate.ts';

/** Names that only the code knows: those of two words, and those of the state machine. */
const INTERNAL = /[a-z][A-Z]|\b(?:sending|followUp|returned;|draft;)/;

const refused = alertStates.flatMap((state) =>
  alertEvents
    .filter((event) => stepAlert(state, event) === undefined)
    .map((event) => {
      const verdict = wrongState({ state } as Alert, event);
      return { state, event, detail: 'detail' in verdict ? verdict.detail : '' };
    }),
);

describe('the refusal of a step that the state of an alert does not allow', () => {
  test('names no internal state and no internal step, for all states and steps', () => {
    expect(refused.length).toBeGreaterThan(100);
    const shown = refused.map(({ detail }) =>
      detail.replaceAll('a draft', '').replaceAll(/returned to/g, ''),
    );
    expect(shown.filter((detail) => INTERNAL.test(detail))).toEqual([]);
  });

  test('says what was refused, and what can be done, also to end, shorten and cancel', () => {
    const detailOf = (state: string, event: string) =>
      refused.find((one) => one.state === state && one.event === event)?.detail;
    expect(detailOf('pendingApproval', 'end')).toBe(
      'end: the alert is waiting for its approval; what can be done now: approve, return, reject, discard, launch',
    );
    expect(detailOf('paused', 'followUp')).toMatch(
      /^update or resend: the alert is paused; what can be done now: .*shorten.*end$/,
    );
    expect(detailOf('draft', 'proposeCancel')).toMatch(/^cancel: the alert is a draft; /);
    expect(detailOf('draft', 'rejectUpdate')).toMatch(/^reject the waiting text: /);
    expect(detailOf('expired', 'shorten')).toBe(
      'shorten: the alert is expired; nothing can be done to it any more',
    );
  });

  test('has French words without a word of English', () => {
    const english =
      /\b(?:the|alert|launch|approve|discard|draft|submit|going|waiting|update|resend|shorten|step)\b/;
    const french = refused.map(({ detail }) => toFrench(detail) ?? `none: ${detail}`);
    expect(french.filter((text) => english.test(text) || text.startsWith('none'))).toEqual([]);
  });
});

test('the refusal of a step of a case names no internal state, for all states and steps', () => {
  const steps: readonly CaseStep[] = [
    { kind: 'take' },
    { kind: 'hand', to: 'Anna' },
    { kind: 'close', outcome: 'helped' },
    { kind: 'reopen' },
    { kind: 'reclassify', meaning: 'yes' },
  ] as never;
  const actor = { id: 'user:1', name: 'Anna' };
  const details = caseStates.flatMap((state) =>
    steps.flatMap((step) => {
      const decided = decideCaseStep({ state, holder: undefined } as HelpCase, step, actor);
      return decided.kind === 'wrongState' ? [decided.detail] : [];
    }),
  );
  expect(details.length).toBeGreaterThan(3);
  for (const detail of details)
    expect(detail).toMatch(/^The case is (?:open|taken|closed)\.(?: Reopen it first\.)?$/);
});
