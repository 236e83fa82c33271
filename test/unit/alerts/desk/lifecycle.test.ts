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

describe('the states of an alert', () => {
  test('lead from draft over approval and launch to completed', () => {
    expect(walk(['submit', 'approve', 'launch', 'pause', 'resume', 'complete'])).toBe('completed');
  });

  test('lead from approved over scheduled to sending', () => {
    expect(walk(['submit', 'approve', 'schedule', 'launch'])).toBe('sending');
  });

  test('lead from returned to a new submission by the author', () => {
    expect(walk(['submit', 'return', 'edit', 'submit', 'approve'])).toBe('approved');
    expect(walk(['submit', 'approve', 'return'])).toBe('returned');
  });

  test('allow an edit only in draft and returned', () => {
    for (const state of alertStates) {
      const editable = state === 'draft' || state === 'returned';
      expect(stepAlert(state, 'edit') !== undefined, state).toBe(editable);
    }
  });

  test('allow an approval only of an alert that waits for one', () => {
    expect(alertStates.filter((state) => stepAlert(state, 'approve') !== undefined)).toEqual([
      'pendingApproval',
    ]);
  });

  test('allow one launch: an alert that is sending or was sent is not launched again', () => {
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

  test('allow an update of an alert that is sending, completed or stopped, but not of a paused one', () => {
    expect(stepAlert('sending', 'followUp')).toBe('sending');
    expect(stepAlert('completed', 'followUp')).toBe('sending');
    expect(stepAlert('stopped', 'followUp')).toBe('sending');
    expect(stepAlert('paused', 'followUp')).toBeUndefined();
    expect(stepAlert('draft', 'followUp')).toBeUndefined();
  });

  test('allow a cancel whenever people may have the alert: sending, paused, completed or stopped', () => {
    expect(alertStates.filter((state) => stepAlert(state, 'cancel') !== undefined)).toEqual([
      'sending',
      'paused',
      'completed',
      'stopped',
    ]);
  });

  test('allow no step of an alert that was rejected or has expired', () => {
    expect(possibleEvents('rejected')).toEqual([]);
    expect(possibleEvents('expired')).toEqual([]);
  });

  test('are closed: no step leads to an unknown state', () => {
    for (const state of alertStates) {
      for (const event of alertEvents) {
        const next = stepAlert(state, event);
        expect(next === undefined || alertStates.includes(next)).toBe(true);
      }
    }
  });

  test('in which an alert waits for a person (such as draft, approved, scheduled) all allow the alert to expire', () => {
    for (const state of ['draft', 'pendingApproval', 'returned', 'approved', 'scheduled'] as const) {
      expect(possibleEvents(state)).toContain('expire');
    }
  });
});
