import { Autocomplete, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../../../words/i18n.ts';
import type { Known } from './known.ts';
import {
  type Condition,
  type FieldOp,
  fieldOps,
  hasSeveral,
  type Node,
  needsValue,
  newCondition,
  type Subject,
  scalarOf,
  subjects,
} from './rule-draft.ts';
import { ruleWords } from './words.ts';

interface Props {
  readonly condition: Condition;
  readonly known: Known;
  readonly onChange: (next: Node | undefined) => void;
}

/** What can be asked of each subject, with its words. */
const useOps = (subject: Subject): readonly { readonly value: FieldOp; readonly label: string }[] => {
  const say = useWords(ruleWords);
  if (subject === 'list')
    return [
      { value: 'is', label: say('onList') },
      { value: 'isNot', label: say('onListNot') },
    ];
  if (subject === 'area')
    return [
      { value: 'is', label: say('inArea') },
      { value: 'isNot', label: say('inAreaNot') },
    ];
  if (subject === 'dead')
    return [
      { value: 'known', label: say('deadYes') },
      { value: 'knownNot', label: say('deadNot') },
    ];
  const ops: readonly FieldOp[] = subject === 'position' ? ['known', 'knownNot'] : fieldOps;
  return ops.map((value) => ({ value, label: say(value) }));
};

/** The value as text. What is typed is kept as it is, since "1," is on the way to "1, 2". */
const Value = ({ condition, onChange }: Omit<Props, 'known'>): ReactNode => {
  const say = useWords(ruleWords);
  const [typed, setTyped] = useState<string>();
  const isSeveral = hasSeveral(condition.op);
  const shown = typed ?? condition.values.map(String).join(', ');
  return (
    <TextInput
      label={say(isSeveral ? 'severalValues' : 'value')}
      value={shown}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        const texts = isSeveral ? value.split(',') : [value];
        const values = texts.map((text) => scalarOf(text, condition.subject)).filter((one) => one !== '');
        onChange({ ...condition, values });
      }}
    />
  );
};

/** One condition: what is asked, how it is compared, with what. */
export const ConditionRow = ({ condition, known, onChange }: Props): ReactNode => {
  const say = useWords(ruleWords);
  const { subject, op } = condition;
  const ops = useOps(subject);
  const isTarget = subject === 'list' || subject === 'area';
  return (
    <div className={subject === 'attribute' ? 'rule-row' : 'rule-row rule-row-without'}>
      <NativeSelect
        label={say('condition')}
        value={subject}
        data={subjects.map((value) => ({ value, label: say(value) }))}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...newCondition(value as Subject), key: condition.key })
        }
      />
      {subject === 'attribute' && (
        <Autocomplete
          label={say('attributeName')}
          value={condition.attribute}
          data={[...known.attributes]}
          onChange={(attribute) => onChange({ ...condition, attribute })}
        />
      )}
      <NativeSelect
        label={say('comparison')}
        value={op}
        data={[...ops]}
        onChange={({ currentTarget: { value } }) => onChange({ ...condition, op: value as FieldOp })}
      />
      {isTarget ? (
        <NativeSelect
          label={say(subject)}
          value={String(condition.target ?? '')}
          data={[
            { value: '', label: say(subject === 'list' ? 'chooseList' : 'chooseArea') },
            ...known[subject].map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...condition, target: value === '' ? undefined : Number(value) })
          }
        />
      ) : needsValue(op) ? (
        <Value key={`${subject} ${hasSeveral(op)}`} condition={condition} onChange={onChange} />
      ) : (
        <span />
      )}
      <Button
        className="rule-remove"
        variant="subtle"
        color="gray"
        size="sm"
        leftSection={<IconX aria-hidden size={18} />}
        aria-label={say('removeCondition')}
        onClick={() => onChange(undefined)}
      >
        {say('remove')}
      </Button>
    </div>
  );
};
