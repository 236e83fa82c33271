import { Switch } from '@mantine/core';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useWords } from '../words/i18n.ts';
import { cryWords } from './words.ts';

const KEY = 'tocsin.crySound';
/** Two notes, three times: it is heard through talk in a room, and ends by itself. */
const NOTES_HZ = [880, 660, 880, 660, 880, 660];
const NOTE_S = 0.22;
const LOUDNESS = 0.3;

let audio: AudioContext | undefined;
const listeners = new Set<() => void>();

const isOn = (): boolean => localStorage.getItem(KEY) === 'on';

/** A browser lets no page make a sound before the person has touched it, so this belongs into a click or a key. */
const wake = (): void => {
  audio ??= new AudioContext();
  void audio.resume();
};

/** Makes the sound of a new call for help, if the person wants it. It is made here, of no file. */
export const soundCry = (): void => {
  if (!isOn()) return;
  wake();
  if (audio === undefined) return;
  const from = audio.currentTime + 0.05;
  for (const [index, hertz] of NOTES_HZ.entries()) {
    const at = from + index * NOTE_S;
    const note = audio.createOscillator();
    const volume = audio.createGain();
    note.frequency.value = hertz;
    // Without a rise and a fall each note would click.
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
    volume.gain.linearRampToValueAtTime(0, at + NOTE_S * 0.9);
    note.connect(volume).connect(audio.destination);
    note.start(at);
    note.stop(at + NOTE_S);
  }
};

/** Wakes the sound at the first touch of a page on which the person had turned it on before. */
export const wakeAtFirstTouch = (): (() => void) => {
  const touched = (): void => {
    if (isOn()) wake();
  };
  const events = ['pointerdown', 'keydown'] as const;
  for (const one of events) window.addEventListener(one, touched, { once: true });
  return () => {
    for (const one of events) window.removeEventListener(one, touched);
  };
};

const turn = (on: boolean): void => {
  if (on) localStorage.setItem(KEY, 'on');
  else localStorage.removeItem(KEY);
  for (const listener of listeners) listener();
  // The person hears at once what it will be.
  if (on) soundCry();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Turns the sound on and off, in this browser. */
export const CrySoundSwitch = (): ReactNode => {
  const say = useWords(cryWords);
  const on = useSyncExternalStore(subscribe, isOn);
  return (
    <Switch
      size="md"
      label={say('sound')}
      checked={on}
      onChange={({ currentTarget }) => turn(currentTarget.checked)}
    />
  );
};
