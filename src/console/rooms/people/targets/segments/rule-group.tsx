import { Button, NativeSelect, Group as Row } from '@mantine/core';
import { IconBracketsContain, IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../../../words/i18n.ts';
import { ConditionRow } from './condition-row.tsx';
import type { Known } from './known.ts';
import {
  type Group,
  type GroupKind,
  groupKinds,
  type Node,
  newCondition,
  newGroup,
  replaced,
} from './rule-draft.ts';
import { ruleWords } from './words.ts';

interface Props {
  readonly group: Group;
  readonly known: Known;
  readonly onChange: (next: Group | undefined) => void;
  readonly depth?: number;
}

/** Deeper than this nobody reads a rule on a screen; the API takes ten. */
const DEEPEST = 3;

/** Conditions that belong together, and how: all of them, any, none. */
export const RuleGroup = ({ group, known, onChange, depth = 1 }: Props): ReactNode => {
  const say = useWords(ruleWords);
  const put = (key: string, next: Node | undefined): void => onChange(replaced(group, key, next));
  const add = (node: Node): void => onChange({ ...group, nodes: [...group.nodes, node] });
  return (
    <fieldset className="rule-group">
      <Row justify="space-between" align="flex-end" wrap="nowrap">
        <NativeSelect
          label={say('group')}
          value={group.of}
          data={groupKinds.map((value) => ({ value, label: say(value) }))}
          onChange={({ currentTarget: { value } }) => onChange({ ...group, of: value as GroupKind })}
        />
        {depth > 1 && (
          <Button
            variant="subtle"
            color="gray"
            size="sm"
            leftSection={<IconX aria-hidden size={18} />}
            onClick={() => onChange(undefined)}
          >
            {say('removeGroup')}
          </Button>
        )}
      </Row>
      {group.nodes.map((node) =>
        node.kind === 'group' ? (
          <RuleGroup
            key={node.key}
            group={node}
            known={known}
            depth={depth + 1}
            onChange={(next) => put(node.key, next)}
          />
        ) : (
          <ConditionRow
            key={node.key}
            condition={node}
            known={known}
            onChange={(next) => put(node.key, next)}
          />
        ),
      )}
      <Row gap="xs">
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPlus aria-hidden size={18} />}
          onClick={() => add(newCondition())}
        >
          {say('addCondition')}
        </Button>
        {depth < DEEPEST && (
          <Button
            variant="subtle"
            size="sm"
            leftSection={<IconBracketsContain aria-hidden size={18} />}
            onClick={() => add(newGroup([newCondition()], 'any'))}
          >
            {say('addGroup')}
          </Button>
        )}
      </Row>
    </fieldset>
  );
};
