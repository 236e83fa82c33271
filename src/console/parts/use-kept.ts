import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';

const PREFIX = 'tocsin.kept.';

const readKept = (key: string): unknown => {
  try {
    const text = sessionStorage.getItem(PREFIX + key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * A state that outlives a reload of the page, a lost connection and an ended session: what somebody typed. It is in
 * this tab only, and is removed when the person signs out.
 */
export const useKept = <Value>(key: string, initial: Value): [Value, Dispatch<SetStateAction<Value>>] => {
  const [value, setValue] = useState<Value>(() => (readKept(key) as Value | undefined) ?? initial);
  useEffect(() => {
    try {
      sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      // The storage is full or forbidden: the state lives on in memory.
    }
  }, [key, value]);
  return [value, setValue];
};

/** Forgets one kept state. */
export const forgetKept = (key: string): void => sessionStorage.removeItem(PREFIX + key);

/** Forgets all that was typed: another person may sit down at this machine. */
export const forgetAllKept = (): void => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
};

/** Keeps a state for a page that is opened next. */
export const keep = (key: string, value: unknown): void => {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // The storage is full or forbidden: the next page begins empty.
  }
};

/** What was kept; undefined: nothing. */
export const kept = <Value>(key: string): Value | undefined => readKept(key) as Value | undefined;
