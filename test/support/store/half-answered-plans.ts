import fc from 'fast-check';

/** What the carrier does with one part. */
export interface PartPlan {
  readonly answer: 'inTime' | 'late' | 'never';
  readonly outcome: 'delivered' | 'undelivered' | 'silent';
}

export interface MessagePlan {
  readonly parts: readonly PartPlan[];
  readonly phone: number;
  /** Whether all its parts get one id, as some carriers give. */
  readonly oneId: boolean;
  /** Whether its receipts spell the id in hexadecimal, and its answers in decimal. */
  readonly hex: boolean;
  readonly namesRecipient: boolean;
  /** Whether it is sent again once it is given up, by another carrier, which answers in time and sends no receipt. */
  readonly resent: boolean;
}

const partPlan: fc.Arbitrary<PartPlan> = fc.record({
  answer: fc.constantFrom('inTime', 'late', 'late', 'never'),
  outcome: fc.constantFrom('delivered', 'delivered', 'delivered', 'undelivered', 'silent'),
});

const messagePlan = (fewestParts: number): fc.Arbitrary<MessagePlan> =>
  fc.record({
    parts: fc.array(partPlan, { minLength: fewestParts, maxLength: 4 }),
    phone: fc.nat(1),
    oneId: fc.boolean(),
    hex: fc.boolean(),
    namesRecipient: fc.boolean(),
    resent: fc.boolean(),
  });

export type What = 'answer' | 'receipt' | 'again' | 'resend' | 'stray';

export interface Event {
  readonly what: What;
  readonly message: number;
  readonly part: number;
}

export interface Scenario {
  readonly plans: readonly MessagePlan[];
  /** All that happens, in its order. */
  readonly events: readonly Event[];
  /** The events before which the gateway ends and starts again. */
  readonly restarts: readonly number[];
}

const eventsOf = (plans: readonly MessagePlan[], strays: number): readonly Event[] =>
  plans.flatMap(({ parts, resent }, message) => [
    ...Array.from({ length: strays }, () => ({ what: 'stray' as const, message, part: 1 })),
    ...parts.flatMap(({ answer, outcome }, index): Event[] => {
      const about = { message, part: index + 1 };
      const told: Event[] =
        outcome === 'silent'
          ? []
          : [
              { what: 'receipt', ...about },
              { what: 'again', ...about },
            ];
      return answer === 'never' ? told : [{ what: 'answer', ...about }, ...told];
    }),
    ...(resent ? [{ what: 'resend' as const, message, part: 1 }] : []),
  ]);

const scenarioOf = (fewestParts: number, strays: number): fc.Arbitrary<Scenario> =>
  fc.array(messagePlan(fewestParts), { minLength: 1, maxLength: 3 }).chain((plans) => {
    const events = eventsOf(plans, strays);
    return fc.record({
      plans: fc.constant(plans),
      events: fc.shuffledSubarray([...events], { minLength: events.length }),
      restarts: fc.oneof(
        { weight: 7, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(fc.nat(Math.max(0, events.length - 1)), { maxLength: 2 }) },
      ),
    });
  });

export const anyScenario = scenarioOf(1, 0);
/** Only long messages, beside receipts for their phones that are for none of them. */
export const anyScenarioWithStrays = scenarioOf(2, 2);
