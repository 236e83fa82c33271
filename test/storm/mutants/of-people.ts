import type { Mutant } from './mutant.ts';

const DESK = 'src/alerts/desk';

/** Rules about alerts, the persons who launch them, and the people who get them. */
export const mutantsOfPeople: readonly Mutant[] = [
  {
    name: 'an author does not approve their own alert',
    file: `${DESK}/approving.ts`,
    from: 'if (isAmong(step.actor, persons))',
    to: 'if (isAmong(step.actor, persons) && false)',
  },
  {
    name: 'two tokens of one person are one person',
    file: 'src/access/tokens.ts',
    from: 'id: actorIdOf(user),',
    to: 'id,',
  },
  {
    name: 'who approves has seen the text',
    file: `${DESK}/approving.ts`,
    from: 'hash === undefined || hash === review.hash',
    to: "hash !== ''",
  },
  {
    name: 'an alert that needs a second person waits for one',
    file: `${DESK}/launching.ts`,
    from: 'if (unapproved !== undefined) return { refused: unapproved };',
    to: '',
  },
  {
    name: 'a correction needs a second person too',
    file: 'src/alerts/corrections/taking-back.ts',
    from: 'if (correction === undefined || !needsSecondPerson(this.#deps.policy, draft)) return false;',
    to: 'return false;',
  },
  {
    name: 'nobody breaks the glass where the policy says so',
    file: `${DESK}/policy.ts`,
    from: "  if (breakGlass === 'nobody')\n    return 'the policy lets nobody break the glass",
    to: "  if (breakGlass === 'nobody') return undefined;\n  if (breakGlass.length > 99)\n    return 'the policy lets nobody break the glass",
  },
  {
    name: 'a large exercise needs a second person',
    file: `${DESK}/policy.ts`,
    from: "kind === 'exercise' && people > exerciseMax",
    to: "kind === 'exercise' && people > exerciseMax + 100_000",
  },
  {
    name: 'after a stop nothing of the alert leaves',
    file: 'src/store/rules/alerts/alert-steps.ts',
    from: 'if (cut !== undefined) stepWaves',
    to: 'if (cut === undefined && id < 0) stepWaves',
  },
  {
    name: 'of two who change one version one does (If-Match)',
    file: `${DESK}/stepper.ts`,
    from: 'if (version !== undefined && version !== alert.version) return otherVersion(alert);',
    to: '',
  },
  {
    name: 'a repeated request gets the first answer',
    file: 'src/http/resource/once.ts',
    from: "else if (begun.kind === 'answered') replay(reply, begun.answer);",
    to: "else if (begun.kind === 'answered') send(reply, await this.#do(todo));",
  },
  {
    name: 'another request with the key of a first one is refused',
    file: 'src/http/resource/once.ts',
    from: "else if (begun.kind === 'conflict') sendProblem(reply, 'idempotency-conflict');",
    to: "else if (begun.kind === 'conflict') send(reply, await this.#do(todo));",
  },
  {
    name: 'no message is valid longer than its alert',
    file: `${DESK}/launching.ts`,
    from: 'Math.min(nowMs + validForMs, expiresAt ?? Number.POSITIVE_INFINITY)',
    to: 'nowMs + validForMs + 0 * (expiresAt ?? 0)',
  },
  {
    name: 'a scheduled alert waits',
    file: `${DESK}/launch-alert.ts`,
    from: '(alert.draft.scheduledAt ?? 0) > clock.now()',
    to: '(alert.draft.scheduledAt ?? 0) < 0',
  },
  {
    name: 'an exercise says that it is one',
    file: 'src/alerts/templates/prepare.ts',
    from: 'exercise ? markExercise(raw, language) : raw',
    to: 'raw',
  },
  {
    name: 'each person gets the text in their language',
    file: 'src/alerts/waves/wave-messages.ts',
    from: 'this.#texts.textFor(person, short)',
    to: 'this.#texts.textFor({ ...person, language: undefined }, short)',
  },
  {
    name: 'who is left out gets nothing',
    file: 'src/store/audience/resolve.ts',
    from: 'if (exclude.length > 0)',
    to: 'if (exclude.length > 100)',
  },
  {
    name: 'people in doubt are counted as in doubt',
    file: 'src/domain/alerts/people-totals.ts',
    from: "uncertain: 'inDoubt',",
    to: "uncertain: 'notReached',",
  },
  {
    name: 'who got a message that no receipt confirms is not counted as reached',
    file: 'src/domain/alerts/people-totals.ts',
    from: "sent: 'unconfirmed',",
    to: "sent: 'reached',",
  },
  {
    name: 'each row of the audit log seals the one before',
    file: 'src/store/rules/operation/audit.ts',
    from: 'linkOf(sha256, last.hash, {',
    to: "linkOf(sha256, '', {",
  },
];
