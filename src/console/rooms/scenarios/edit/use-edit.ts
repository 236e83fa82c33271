import { useRef, useState } from 'react';
import { newKey } from '../../../api/new-key.ts';
import { isProblem } from '../../../api/problem.ts';
import { forgetKept, useKept } from '../../../parts/use-kept.ts';

interface Seen<Draft> {
  readonly draft: Draft;
  /** Undefined: it is new. */
  readonly version: number | undefined;
}

interface Options<Draft> {
  /** The name under which what was typed is kept. */
  readonly kept: string;
  readonly initial: Seen<Draft>;
  /** `key` is the same for all tries of one act. */
  readonly save: (draft: Draft, version: number | undefined, key: string) => Promise<unknown>;
  /** How it is in the gateway now. */
  readonly read: () => Promise<Seen<Draft>>;
  readonly onSaved: () => void;
}

/** What is typed, saved with the version that was seen; if somebody else was faster, both are there to compare. */
export const useEdit = <Draft>({ kept, initial, save, read, onSaved }: Options<Draft>) => {
  const [edit, setEdit] = useKept(kept, { base: initial, draft: initial.draft });
  const [theirs, setTheirs] = useState<Seen<Draft>>();
  const [error, setError] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  const key = useRef(newKey());
  const store = async (version: number | undefined): Promise<void> => {
    setSaving(true);
    setError(undefined);
    try {
      await save(edit.draft, version, key.current);
      onSaved();
      // After the form is gone: else its effect would keep the draft again.
      setTimeout(() => forgetKept(kept));
    } catch (caught) {
      setSaving(false);
      // A refused request left nothing; the next try may have another body, which the same key may not.
      if (!isProblem(caught, 'unreachable')) key.current = newKey();
      if (!isProblem(caught, 'changed-meanwhile')) return setError(caught);
      await read().then(setTheirs, () => setError(caught));
    }
  };
  return {
    draft: edit.draft,
    base: edit.base.draft,
    version: edit.base.version,
    change: (draft: Draft) => setEdit({ ...edit, draft }),
    theirs: theirs?.draft,
    takeTheirs: () => {
      if (theirs !== undefined) setEdit({ base: theirs, draft: theirs.draft });
      setTheirs(undefined);
    },
    keepMine: () => void store(theirs?.version),
    save: () => void store(edit.base.version),
    forget: () => setTimeout(() => forgetKept(kept)),
    error,
    isSaving,
  };
};
