import { Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Rule } from '../../../../domain/people/rule.ts';
import { type Segment, targetQuery } from '../../../api/people/targets.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useMay } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { PeopleFrame } from '../people-frame.tsx';
import { FormActions } from './form-actions.tsx';
import { useKnown, useNamed } from './segments/known.ts';
import { RuleCount, useRuleCount } from './segments/rule-count.tsx';
import { draftOf, type Group, newGroup, ruleOf } from './segments/rule-draft.ts';
import { RuleGroup } from './segments/rule-group.tsx';
import { sentenceOf } from './segments/rule-sentence.ts';
import { ruleWords, segmentWords } from './segments/words.ts';
import { useTargetForm } from './use-target-form.ts';
import { targetWords } from './words.ts';
import './targets.css';

interface Draft {
  readonly name: string;
  readonly group: Group;
}

/** The rule as a sentence, how many it is true of, and some of them. */
const Meaning = ({ rule, counted }: Parameters<typeof RuleCount>[0]): ReactNode => {
  const sayRule = useWords(ruleWords);
  const named = useNamed();
  return (
    <div className="card rule-count">
      {rule !== undefined && (
        <p className="rule-sentence">
          <Said>{sentenceOf(sayRule, rule, named)}</Said>
        </p>
      )}
      <RuleCount rule={rule} counted={counted} />
    </div>
  );
};

const Form = ({ segment }: { readonly segment: Segment | undefined }): ReactNode => {
  const say = useWords(segmentWords);
  const target = useWords(targetWords);
  const { number } = useFormats();
  const known = useKnown();
  const form = useTargetForm<Draft>({
    kind: 'segments',
    seen: segment,
    initial: { name: segment?.name ?? '', group: draftOf(segment?.rule as Rule | undefined) },
    nameOf: ({ name }) => name,
    bodyOf: ({ name, group }) => ({ name: name.trim(), rule: ruleOf(group) }),
  });
  const { name, group } = form.draft;
  const rule = useMemo(() => ruleOf(group), [group]);
  const counted = useRuleCount(rule);
  // Before it is counted nobody knows whether it is true of everybody.
  const isUnknown = counted.error === null && (counted.count === undefined || counted.all === undefined);
  const lacks =
    name.trim() === ''
      ? target('noName')
      : rule === undefined
        ? say('incomplete')
        : isUnknown
          ? say('isCounting')
          : undefined;
  const all = number(counted.all ?? 0);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!counted.isEverybody) void form.save();
      }}
    >
      <Stack gap="lg">
        <TextInput
          className="target-name"
          label={target('name')}
          maxLength={100}
          value={name}
          onChange={({ currentTarget: { value } }) => form.change((draft) => ({ ...draft, name: value }))}
        />
        <RuleGroup
          group={group}
          known={known}
          onChange={(next) => form.change((draft) => ({ ...draft, group: next ?? newGroup() }))}
        />
        <Meaning rule={rule} counted={counted} />
        <FormActions
          form={form}
          seen={segment}
          verb={say('save')}
          lacks={lacks}
          saveButton={
            counted.isEverybody && lacks === undefined ? (
              <ActButton
                label={`${say('save')} …`}
                title={say('everybodyTitle')}
                verb={say('saveEverybody', { all })}
                color="danger"
                onAct={form.save}
              >
                <Text>{say('everybodyText', { all })}</Text>
              </ActButton>
            ) : undefined
          }
        />
      </Stack>
    </form>
  );
};

const Seen = ({ segment }: { readonly segment: Segment }): ReactNode => {
  const target = useWords(targetWords);
  const rule = segment.rule as Rule;
  return (
    <Stack>
      <Meaning rule={rule} counted={useRuleCount(rule)} />
      <Text c="var(--quiet)">{target('noNothing')}</Text>
    </Stack>
  );
};

const Stored = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(segmentWords);
  const mayChange = useMay()('managePeople');
  const segment = useQuery(targetQuery('segments', id));
  return (
    <PeopleFrame title={segment.data?.name ?? say('one')}>
      <Loaded of={segment}>{(one) => (mayChange ? <Form segment={one} /> : <Seen segment={one} />)}</Loaded>
    </PeopleFrame>
  );
};

const New = (): ReactNode => {
  const say = useWords(segmentWords);
  return (
    <PeopleFrame title={say('make')}>
      <Form segment={undefined} />
    </PeopleFrame>
  );
};

/** One segment, or a new one: a rule that is built, read as a sentence, and counted at each change. */
export const SegmentPage = ({ id }: { readonly id: string }): ReactNode =>
  id === 'new' ? <New /> : <Stored key={id} id={Number(id)} />;
