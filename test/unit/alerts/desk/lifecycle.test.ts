import { describe, expect, test } from 'vitest';
import {
  type AlertEvent,
  type AlertState,
  alertEvents,
  alertStates,
  possibleEvents,
  stepAlert,
} from '../../../../src/domain/alerts/alert-state.ts';

const walk = (events: readonly AlertEvent[], from: AlertState = 'draft'): AlertState | undefined =>
  events.reduce<AlertState | undefined>(
    (state, event) => (state === undefined ? undefined : stepAlert(state, event)),
    from,
  );

describe('the life of an alert', () => {
  test('goes the whole way with two persons', () => {
    expect(walk(['submit', 'approve', 'launch', 'pause', 'resume', 'complete'])).toBe('completed');
  });

  test('is scheduled after it was approved, and launched in its time', () => {
    expect(walk(['submit', 'approve', 'schedule', 'launch'])).toBe('sending');
  });

  test('goes back to its author, who hands it in again', () => {
    expect(walk(['submit', 'return', 'edit', 'submit', 'approve'])).toBe('approved');
    expect(walk(['submit', 'approve', 'return'])).toBe('returned');
  });

  test('is not edited while somebody checks it, nor after', () => {
    for (const state of alertStates) {
      const editable = state === 'draft' || state === 'returned';
      expect(stepAlert(state, 'edit') !== undefined, state).toBe(editable);
    }
  });

  test('is approved only while it waits for that', () => {
    expect(alertStates.filter((state) => stepAlert(state, 'approve') !== undefined)).toEqual([
      'pendingApproval',
    ]);
  });

  test('is launched once: what is sending, or was, is not launched again', () => {
    const launched: readonly AlertState[] = [
      'sending',
      'paused',
      'completed',
      'stopped',
      'rejected',
      'expired',
    ];
    for (const state of launched) expect(stepAlert(state, 'launch'), state).toBeUndefined();
  });

  test('takes a correction while it sends and after its end, but not with the brake on', () => {
    expect(stepAlert('sending', 'followUp')).toBe('sending');
    expect(stepAlert('completed', 'followUp')).toBe('sending');
    expect(stepAlert('stopped', 'followUp')).toBe('sending');
    expect(stepAlert('paused', 'followUp')).toBeUndefined();
    expect(stepAlert('draft', 'followUp')).toBeUndefined();
  });

  test('is taken back whenever somebody may have it: also with the brake on, which ends what is braked', () => {
    expect(alertStates.filter((state) => stepAlert(state, 'cancel') !== undefined)).toEqual([
      'sending',
      'paused',
      'completed',
      'stopped',
    ]);
  });

  test('that was rejected or has expired is over', () => {
    expect(possibleEvents('rejected')).toEqual([]);
    expect(possibleEvents('expired')).toEqual([]);
  });

  test('knows no step out of the set of states', () => {
    for (const state of alertStates) {
      for (const event of alertEvents) {
        const next = stepAlert(state, event);
        expect(next === undefined || alertStates.includes(next)).toBe(true);
      }
    }
  });

  test('can be left from every state that waits for somebody', () => {
    for (const state of ['draft', 'pendingApproval', 'returned', 'approved', 'scheduled'] as const) {
      expect(possibleEvents(state)).toContain('expire');
    }
  });
});
