import { Button, Group, NativeSelect, Stack, TagsInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { changeRoster, makeRoster, type Roster } from '../../../api/inbox/rosters.ts';
import { tryOnce } from '../../../api/try-once.ts';
import { errorAt } from '../../../parts/problems/error-at.ts';
import { FormProblem } from '../../../parts/problems/form-problem.tsx';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';
import { useWords } from '../../../words/i18n.ts';
import { placeZone } from '../../../words/place.ts';
import { rosterFormWords } from './form-words.ts';
import { bodyOf, draftOf, namesOf, newRoster, newShift, type RosterDraft } from './roster-draft.ts';
import { Rows } from './rows.tsx';
import { ShiftFields } from './shift-fields.tsx';

interface Props {
  /** Left out: a new one. */
  readonly of?: Roster;
  readonly onDone: (id: number) => void;
  readonly onLeave: () => void;
}

/** The fields that say themselves what is wrong. */
const isShown = (path: string): boolean =>
  /^(?:name|timeZone|fallback(?:\[0\])?|(?:shifts|people|exceptions)\[\d+\]\.\w+|aliases\..+)$/.test(path);

const NEW_PERSON = { name: '', phone: '', language: 'fr' };
const NEW_EXCEPTION = { from: '', to: '', out: '', in: '' };
const NEW_ALIAS = { calls: '', name: '' };

/** The rules of a roster as a form; what is typed survives a reload. */
export const RosterForm = ({ of: newest, onDone, onLeave }: Props): ReactNode => {
  const say = useWords(rosterFormWords);
  const queries = useQueryClient();
  // What the draft began with: a change that another person or a phone makes meanwhile must not be written over.
  const [of] = useState(newest);
  const kept = `roster.${of === undefined ? 'new' : `${of.id}.${of.version}`}`;
  const [draft, setDraft] = useKept<RosterDraft>(
    kept,
    of === undefined ? newRoster(placeZone()) : draftOf(of),
  );
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const change = (part: Partial<RosterDraft>): void => setDraft((now) => ({ ...now, ...part }));
  const at = (path: string): string | undefined => {
    const said = errorAt(error, path);
    return said?.endsWith('is not in people, and no user') ? say('stranger') : said;
  };
  const names = namesOf(draft);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const body = bodyOf(draft);
      const saved = await (of === undefined
        ? tryOnce(['roster', body], (key) => makeRoster(body, key))
        : changeRoster(of.id, of.version, body));
      forgetKept(kept);
      await queries.invalidateQueries({ queryKey: ['rosters'] });
      onDone(saved.id);
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="md" maw="52rem">
        <div className="card form-fields">
          <TextInput
            label={say('name')}
            value={draft.name}
            maxLength={100}
            error={at('name')}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          <TextInput
            label={say('timeZone')}
            description={say('timeZoneHint')}
            value={draft.timeZone}
            error={at('timeZone')}
            onChange={({ currentTarget }) => change({ timeZone: currentTarget.value })}
          />
        </div>
        <Rows
          title={say('shifts')}
          rows={draft.shifts}
          fresh={newShift}
          add={say('addShift')}
          nameOf={(index) => say('shift', { n: index + 1 })}
          removeOf={(index) => say('removeShift', { n: index + 1 })}
          onChange={(shifts) => change({ shifts })}
        >
          {(shift, changeShift, index) => (
            <ShiftFields
              of={shift}
              onChange={changeShift}
              names={names}
              errorAt={(field) => at(`shifts[${index}].${field}`)}
            />
          )}
        </Rows>
        <TagsInput
          className="card"
          label={say('fallback')}
          description={say('whoHint')}
          data={[...names]}
          value={[...draft.fallback]}
          error={at('fallback[0]') ?? at('fallback')}
          onChange={(fallback) => change({ fallback })}
        />
        <Rows
          title={say('people')}
          hint={say('peopleHint')}
          rows={draft.people}
          fresh={NEW_PERSON}
          add={say('addPerson')}
          nameOf={(index) => say('person', { n: index + 1 })}
          removeOf={(index) => say('removePerson', { n: index + 1 })}
          onChange={(people) => change({ people })}
        >
          {(person, changePerson, index) => (
            <div className="form-fields">
              <TextInput
                label={say('personName')}
                value={person.name}
                maxLength={64}
                error={at(`people[${index}].name`)}
                onChange={({ currentTarget }) => changePerson({ name: currentTarget.value })}
              />
              <TextInput
                type="tel"
                label={say('phone')}
                value={person.phone}
                error={at(`people[${index}].phone`)}
                onChange={({ currentTarget }) => changePerson({ phone: currentTarget.value })}
              />
              <NativeSelect
                label={say('language')}
                value={person.language}
                onChange={({ currentTarget }) => changePerson({ language: currentTarget.value })}
                data={[
                  { value: 'fr', label: 'Français' },
                  { value: 'en', label: 'English' },
                ]}
              />
            </div>
          )}
        </Rows>
        <Rows
          title={say('exceptions')}
          rows={draft.exceptions}
          fresh={NEW_EXCEPTION}
          add={say('addException')}
          nameOf={(index) => say('exception', { n: index + 1 })}
          removeOf={(index) => say('removeException', { n: index + 1 })}
          onChange={(exceptions) => change({ exceptions })}
        >
          {(exception, changeException, index) => (
            <div className="form-fields">
              {(['out', 'in', 'from', 'to'] as const).map((field) => (
                <TextInput
                  key={field}
                  type={field === 'from' || field === 'to' ? 'datetime-local' : 'text'}
                  label={say(field)}
                  value={exception[field]}
                  error={at(`exceptions[${index}].${field}`)}
                  onChange={({ currentTarget }) => changeException({ [field]: currentTarget.value })}
                />
              ))}
            </div>
          )}
        </Rows>
        <Rows
          title={say('aliases')}
          hint={say('aliasesHint')}
          rows={draft.aliases}
          fresh={NEW_ALIAS}
          add={say('addAlias')}
          nameOf={(index) => draft.aliases[index]?.calls || String(index + 1)}
          removeOf={(index) => say('removeAlias', { n: index + 1 })}
          onChange={(aliases) => change({ aliases })}
        >
          {(alias, changeAlias) => (
            <div className="form-fields">
              <TextInput
                label={say('calls')}
                value={alias.calls}
                maxLength={200}
                onChange={({ currentTarget }) => changeAlias({ calls: currentTarget.value })}
              />
              <TextInput
                label={say('means')}
                value={alias.name}
                maxLength={64}
                error={at(`aliases.${alias.calls}`)}
                onChange={({ currentTarget }) => changeAlias({ name: currentTarget.value })}
              />
            </div>
          )}
        </Rows>
        <FormProblem error={error} isShown={isShown} />
        <Group>
          <Button type="submit" loading={isBusy}>
            {say(of === undefined ? 'saveNew' : 'saveEdit')}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              forgetKept(kept);
              onLeave();
            }}
          >
            {say(of === undefined ? 'leaveNew' : 'leave')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
