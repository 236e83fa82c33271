interface DemoMessage {
  readonly to: string;
  readonly text: string;
  readonly priority: string;
  readonly onUncertain: string;
  readonly reference: string;
}

/** Numbers that are reserved for fiction. */
export const numbersOf = (people: number): readonly string[] =>
  Array.from({ length: people }, (_, index) => `+3363998${String(index).padStart(4, '0')}`);

/** Messages to numbers reserved for fiction. The people nearest to the river are first, and theirs are critical. */
export const alertTo = (people: number): readonly DemoMessage[] =>
  numbersOf(people).map((to, index) => {
    const critical = index < people / 2;
    return {
      to,
      text: critical
        ? 'ALERTE CRUE - Gagnez les hauteurs MAINTENANT. La digue de la Vire a cede a 14h10. Prefecture, info 01 99 00 12 34.'
        : "Alerte crue : restez a l'etage, ne prenez pas la voiture. Prochain message a 15h. Prefecture.",
      priority: critical ? 'critical' : 'high',
      // A flood warning twice is better than none.
      onUncertain: 'resend',
      reference: 'demo',
    };
  });
