import type { MessageId } from '../../../domain/messages/message-id.ts';
import {
  MOST_TESTS_PER_HOUR,
  type NewAlertTest,
  type TestStored,
} from '../../../domain/operation/alert-test.ts';
import { NUMBER_OPTED_OUT } from '../../../domain/operation/drill.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import type { Db } from '../../db.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { steady } from '../steady.ts';
import { prepareAlertLog } from './alert-log.ts';

const HOUR_MS = 3_600_000;

/** Stores a test of an alert with its messages and its line in the alert's log, in one commit. */
export const prepareAlertTests = (db: Db, enqueue: Enqueue) => {
  const versionOf = db.prepare<[number], number>('SELECT version FROM alerts WHERE id = ?').pluck();
  const ofAlertSince = db
    .prepare<[number, number], number>(
      steady(`
      SELECT count(*) FROM alert_tests t JOIN alert_test_messages m ON m.test_id = t.id
      WHERE t.alert_id = ? AND t.at > ?`),
    )
    .pluck();
  const ofPersonSince = db
    .prepare<[string, number], number>(
      steady(`
      SELECT count(*) FROM alert_tests t JOIN alert_test_messages m ON m.test_id = t.id
      WHERE t.by_id = ? AND t.at > ?`),
    )
    .pluck();
  const add = db
    .prepare<[object], number>(`
    INSERT INTO alert_tests (alert_id, at, by_id, by_name, hash) VALUES (:alert, :at, :by, :byName, :hash)
    RETURNING id`)
    .pluck();
  const addMessage = db.prepare(`
    INSERT INTO alert_test_messages (test_id, place, number, only_route, language, short, message_id, reason)
    VALUES (:test, :place, :number, :onlyRoute, :language, :short, :messageId, :reason)`);
  const hasOptedOut = db.prepare<[string], unknown>(
    `SELECT 1 FROM opt_outs WHERE number = ? AND list_id = ${EVERY_LIST_ID}`,
  );
  const log = prepareAlertLog(db);

  return {
    beginAlertTest: ({ alert, version, at, actor, hash, messages }: NewAlertTest): TestStored => {
      if (versionOf.get(alert) !== version) return { kind: 'changed' };
      // Anybody may write one alert after the other, so the limit of an alert alone would be none.
      const sent = Math.max(
        ofAlertSince.get(alert, at - HOUR_MS) ?? 0,
        ofPersonSince.get(actor.id, at - HOUR_MS) ?? 0,
      );
      const left = MOST_TESTS_PER_HOUR - sent;
      if (messages.length > left) return { kind: 'tooMany', left: Math.max(0, left) };
      const test = Number(add.get({ alert, at, by: actor.id, byName: actor.name, hash }));
      const queued: MessageId[] = [];
      for (const [place, { message, onlyRoute, language, short }] of messages.entries()) {
        const isOut = hasOptedOut.get(message.to) !== undefined;
        if (!isOut) {
          enqueue([message]);
          queued.push(message.id);
        }
        addMessage.run({
          test,
          place,
          number: message.to,
          onlyRoute: onlyRoute ?? null,
          language,
          short: short ? 1 : 0,
          messageId: isOut ? null : message.id,
          reason: isOut ? NUMBER_OPTED_OUT : null,
        });
      }
      log(alert, { at, actor, action: 'test', detail: `test ${test}: ${messages.length} messages` });
      return { kind: 'stored', test, queued };
    },
  };
};
