import { NumberInput, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../../words/i18n.ts';
import { amountOf, isoOf, units } from '../text/durations.ts';
import { editWords } from './words.ts';

interface Props {
  readonly label: string;
  /** An ISO duration. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
}

/** A time as a number and a unit. */
export const DurationInput = ({ label, value, onChange, error }: Props): ReactNode => {
  const say = useWords(editWords);
  const [{ amount, unit }, setState] = useState(amountOf(value));
  const set = (next: { amount: number; unit: (typeof units)[number] }): void => {
    setState(next);
    onChange(isoOf(next.amount, next.unit));
  };
  return (
    <div className="duration">
      <NumberInput
        label={label}
        value={amount}
        min={1}
        error={error}
        allowDecimal={false}
        onChange={(next) => typeof next === 'number' && set({ amount: next, unit })}
      />
      <Select
        aria-label={`${label}, ${say('unit')}`}
        data={units.map((one) => ({ value: one, label: say(one) }))}
        value={unit}
        allowDeselect={false}
        onChange={(next) => set({ amount, unit: units.find((one) => one === next) ?? unit })}
      />
    </div>
  );
};
