import { parseIsoDuration } from '../../../../kernel/iso-duration.ts';
import { useFormats } from '../../../words/format.ts';

/** Durations to choose from, in words; one that an alert has already is among them. */
export const useDurations = (): ((
  offered: readonly string[],
  own: string | undefined,
) => { readonly value: string; readonly label: string }[]) => {
  const { duration } = useFormats();
  const msOf = (iso: string): number => parseIsoDuration(iso) ?? 0;
  return (offered, own) =>
    [...new Set(own === undefined ? offered : [...offered, own])]
      .toSorted((one, other) => msOf(one) - msOf(other))
      .map((value) => ({ value, label: duration(msOf(value) / 1000) }));
};
