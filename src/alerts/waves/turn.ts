/** The name of a wave among the lanes: its messages take turns with those of others, and are held together. */
export const turnOf = ({ alert, wave }: { readonly alert: number; readonly wave: number }): string =>
  `${alert}.${wave}`;
