import type { Mutant } from './mutant.ts';

const WAVES = 'src/alerts/waves';
const RULES = 'src/store/rules';

/** Rules about the waves of an alert, and about people who opted out of them. */
export const mutantsOfWaves: readonly Mutant[] = [
  {
    name: 'a pause holds what waits',
    file: 'src/alerts/desk/pausing.ts',
    from: 'for (const wave of await repository.waves(id)) traffic.hold(turnOf(wave));',
    to: 'void [repository, traffic];',
  },
  {
    name: 'the step of an alert is answered after its commit',
    file: 'src/alerts/desk/stepper.ts',
    from: 'const taken = await repository.stepAlert(step);',
    to: `void repository.stepAlert(step).catch(() => {});
      const taken = true as Awaited<ReturnType<typeof repository.stepAlert>>;`,
  },
  {
    name: 'an opt-out withdraws what waits',
    file: `${RULES}/people/withdraw-opted-out.ts`,
    from: 'if (state === QUEUED) end(id, message, at, why);',
    to: 'if (state === QUEUED) continue;',
  },
  {
    name: 'what comes back from a route after an opt-out is withdrawn',
    file: `${RULES}/people/withdraw-opted-out.ts`,
    from: 'else remember.run(id);',
    to: '',
  },
  {
    name: 'who opts out while a wave is stored gets no message of it',
    file: `${RULES}/alerts/alert-chunks.ts`,
    from: "const why = person.state === 'queued' ? barredBy(message.to) : undefined;",
    to: 'const why = person.state === undefined ? barredBy(message.to) : undefined;',
  },
  {
    name: 'people who opted out of everything get nothing',
    file: 'src/store/audience/suppressed.ts',
    from: 'if (!overrideOptOut && optOutsOfAll) {',
    to: 'if (!overrideOptOut && optOutsOfAll && cases === undefined) {',
  },
  {
    name: 'people who have not agreed get nothing',
    file: 'src/store/audience/compile.ts',
    from: "if (mode !== 'member' && consent !== 'any')",
    to: "if (mode !== 'member' && consent === undefined)",
  },
  {
    name: 'people who must not be written to are counted as such',
    file: 'src/domain/alerts/people-totals.ts',
    from: "suppressed: 'suppressed',",
    to: "suppressed: 'notReached',",
  },
  {
    name: 'a correction waits for people whose message is under way',
    file: `${WAVES}/wave-people.ts`,
    from: 'if (open) undecided++;',
    to: 'if (open) continue;',
  },
  {
    name: 'a correction is for people whose message is in doubt too',
    file: `${WAVES}/wave-people.ts`,
    from: "new Set(['sent', 'delivered', 'unconfirmed', 'uncertain']);",
    to: "new Set(['sent', 'delivered', 'unconfirmed']);",
  },
  {
    name: 'a correction does not overtake the text that it corrects',
    file: `${WAVES}/wave-people.ts`,
    from: 'if (open) undecided++;',
    to: 'if (open) wanted.push(number);',
  },
  {
    name: 'an update takes the place of what waits',
    file: 'src/domain/alerts/wave-state.ts',
    from: "  replaces ? { kind: 'overtaking' } : { kind: 'storing', undecided: 0 };",
    to: "  replaces && undefined ? { kind: 'overtaking' } : { kind: 'storing', undecided: 0 };",
  },
];
