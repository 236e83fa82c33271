import { afterEach, expect, test, vi } from 'vitest';
import { attend, isAttended } from '../../../src/console/api/attended.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a page is attended for a minute after each key, pointer or finger', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const window = new EventTarget();
  attend({ addEventListener: (sign, heard) => window.addEventListener(sign, heard) });
  for (const sign of ['keydown', 'pointerdown', 'pointermove', 'wheel']) {
    window.dispatchEvent(new Event(sign));
    vi.advanceTimersByTime(59_000);
    expect(isAttended()).toBe(true);
    vi.advanceTimersByTime(2000);
    expect(isAttended()).toBe(false);
  }
});
