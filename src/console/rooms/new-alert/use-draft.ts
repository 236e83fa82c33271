import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type AlertOverview, alertQuery } from '../../api/alerts/alerts.ts';
import { createDraft, replaceDraft } from '../../api/alerts/drafts.ts';
import { newKey } from '../../api/new-key.ts';
import { forgetKept, useKept } from '../../parts/use-kept.ts';
import { gatewayNow } from '../../words/place.ts';
import { type Change, differencesOf } from './logic/changes.ts';
import { DraftSaver, type SaverMemory, type SaveState } from './logic/draft-saver.ts';
import { bodyOf, emptyForm, type Form, formOf, textOf } from './logic/form.ts';

/** What is kept in the browser of a draft. */
export interface KeptDraft {
  readonly form: Form;
  readonly memory: SaverMemory;
}

export const slotOf = (id: number | undefined): string => `new-alert.${id ?? 'text'}`;

export const unsaved = (form: Form): KeptDraft => ({
  form,
  memory: { known: undefined, savedText: '', creating: undefined },
});

/** A draft as the gateway has it. */
export const asSaved = (alert: AlertOverview): KeptDraft => {
  const form = formOf(alert);
  const known = { id: alert.id, version: alert.version };
  return { form, memory: { known, savedText: textOf(bodyOf(form)), creating: undefined } };
};

export interface Draft {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  readonly state: SaveState;
  /** As the gateway has it now; undefined: it has nothing yet. */
  readonly known: SaverMemory['known'];
  /** What was typed last is saved, and nobody else has changed it. */
  readonly isSettled: boolean;
  /** Somebody else's version, and how it differs. */
  readonly conflict: { readonly changes: readonly Change[] } | undefined;
  /** What became of it, if it is no draft any more: somebody else handed it in, or gave it up. */
  readonly gone: AlertOverview | undefined;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
  readonly flush: DraftSaver['flush'];
  /** Nothing of it is kept in this browser any more. */
  readonly forget: () => void;
}

/**
 * A draft that is saved as it is written: in this browser at once, at the gateway a moment later.
 * @param onBorn is told the id that the gateway gave it
 */
export const useDraft = (id: number | undefined, first: KeptDraft, onBorn: (id: number) => void): Draft => {
  const queries = useQueryClient();
  const [{ form, memory }, setKept] = useKept<KeptDraft>(slotOf(id), first);
  const [state, setState] = useState<SaveState>({ kind: 'saved', at: undefined });
  const tellBirth = useRef(onBorn);
  tellBirth.current = onBorn;
  const begun = useRef(memory);

  const saver = useMemo(() => {
    const made: DraftSaver = new DraftSaver(
      {
        create: createDraft,
        replace: ({ id: of, version }, body) => replaceDraft(of, version, body),
        newKey: () => newKey(),
        now: gatewayNow,
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
        onChange: (next, remembered) => {
          setState(next);
          setKept((old) => ({ ...old, memory: remembered }));
          if (next.kind === 'saved') void queries.invalidateQueries({ queryKey: ['alerts', 'list'] });
        },
      },
      begun.current,
    );
    return made;
  }, [queries, setKept]);

  useEffect(() => {
    saver.want(bodyOf(form));
  }, [saver, form]);
  useEffect(() => {
    saver.resume();
    return () => saver.stop();
  }, [saver]);

  const { known } = memory;
  useEffect(() => {
    if (id !== undefined || known === undefined) return;
    forgetKept(slotOf(undefined));
    tellBirth.current(known.id);
  }, [id, known]);

  const current = useQuery({ ...alertQuery(known?.id ?? 0), enabled: known !== undefined });
  const theirs = current.data;
  const isOvertaken =
    theirs !== undefined && known !== undefined && theirs.id === known.id && theirs.version > known.version;
  useEffect(() => {
    // An answer to our own save may come after the event about it.
    if (isOvertaken && state.kind !== 'saving' && state.kind !== 'conflict') saver.meet();
    else if (state.kind === 'conflict' && !isOvertaken) void current.refetch();
  }, [isOvertaken, state.kind, saver, current.refetch]);

  return {
    form,
    change: (part) => setKept((old) => ({ ...old, form: { ...old.form, ...part } })),
    state,
    known,
    isSettled: state.kind === 'saved' && known !== undefined && memory.savedText === textOf(bodyOf(form)),
    conflict:
      state.kind === 'conflict' && isOvertaken && theirs !== undefined
        ? { changes: differencesOf(form, formOf(theirs)) }
        : undefined,
    gone: isOvertaken && theirs.state !== 'draft' && theirs.state !== 'returned' ? theirs : undefined,
    keepMine: () => {
      if (theirs !== undefined) void saver.overwrite(theirs.version);
    },
    takeTheirs: () => {
      if (theirs === undefined) return;
      const next = formOf(theirs);
      saver.adopt(theirs.version, bodyOf(next));
      setKept((old) => ({ ...old, form: next }));
    },
    flush: () => saver.flush(),
    forget: () => {
      saver.stop();
      forgetKept(slotOf(known?.id));
      forgetKept(slotOf(undefined));
    },
  };
};

/** What a page of a new text begins with. */
export const newText = (): KeptDraft => unsaved(emptyForm('live'));
