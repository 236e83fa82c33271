/** The name of a wave among the lanes: lanes of different turns alternate, and a turn can be held as a whole. */
export const turnOf = ({ alert, wave }: { readonly alert: number; readonly wave: number }): string =>
  `${alert}.${wave}`;

export const alertOfTurn = (turn: string): number => Number.parseInt(turn, 10);
